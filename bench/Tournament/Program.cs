using System.Globalization;
using Granary.Tournament;

var seeds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
foreach (var s in new[] { Scenarios.P1, Scenarios.P2, Scenarios.P8, Scenarios.P3(2), Scenarios.P3(0.5), Scenarios.P4(60), Scenarios.P4(60, 32), Scenarios.P5(Knowledge.Known), Scenarios.P5(Knowledge.Fields), Scenarios.P5(Knowledge.Unknown), Scenarios.P5(Knowledge.Known, 1), Scenarios.P5(Knowledge.Fields, 1), Scenarios.P5(Knowledge.Unknown, 1), Scenarios.P7(1), Scenarios.P7(2), Scenarios.P7(6), Scenarios.P7(8), Scenarios.P9, Scenarios.P10(Scenarios.P1, 0.01), Scenarios.P10(Scenarios.P1, 0.03), Scenarios.P10(Scenarios.P1, 0.1), Scenarios.P10(Scenarios.P7(6), 0.03), Scenarios.P10(Scenarios.Fast, 0.01), Scenarios.P10(Scenarios.Fast, 0.03), Scenarios.P12Tokens, Scenarios.P12Bursts, Scenarios.P12Plain, Scenarios.P12Pauses })
{
    var rs = Enumerable.Range(1, seeds).Select(i => Contestants.Run(s, args.Length > 1 ? args[1] : "seek", i)).ToList();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Name,-34} util {rs.Average(r => r.Utilisation):0.0000} refused {rs.Average(r => r.Refused):0.00000} reach {rs.Average(r => r.Reach):0.0} settle {rs.Average(r => r.Settle):0.0} since {rs.Average(r => r.RefusalsSince):0.0} futile {rs.Average(r => r.Futile):0.0} start {rs.Average(r => r.RefusalsAtStart):0.0} K {rs.Average(r => r.Ceiling):0.0} held {rs.Average(r => r.Held):0.00} large {rs.Average(r => r.LargeWait):0.00}"));
}

foreach (var s in new[] { Scenarios.P11(8), Scenarios.P11(64), Scenarios.P11(200), Scenarios.P11(64, 2), Scenarios.P11(64, 0.5) })
{
    var rs = Enumerable.Range(1, seeds).Select(i => Contestants.Run(s, "seek-plateau", i)).ToList();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Name,-34} util {rs.Average(r => r.Utilisation):0.0000} held {rs.Average(r => r.Held):0.00}"));
}
