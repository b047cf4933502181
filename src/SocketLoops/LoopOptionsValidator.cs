using System.Globalization;
using System.Numerics;
using Granary.SocketLoops.Kernels;
using Microsoft.Extensions.Options;

namespace Granary.SocketLoops;

/// <summary>Refuses what loops cannot be made from, all errors at once, before any socket is opened.</summary>
internal sealed class LoopOptionsValidator(IEnumerable<ILoopBackend> backends) : IValidateOptions<LoopOptions>
{
    private readonly List<string> _names = [.. backends.Select(static backend => backend.Name)];

    public ValidateOptionsResult Validate(string? name, LoopOptions options)
    {
        var errors = new List<string>();
        var valid = (string[])[LoopBackends.Sockets, .. _names.Distinct(StringComparer.Ordinal), LoopBackends.Auto];
        errors.AddRange(_names.Append(LoopBackends.Sockets).Append(LoopBackends.Auto)
            .GroupBy(static known => known, StringComparer.Ordinal)
            .Where(static group => group.Count() > 1)
            .Select(static group => $"The loop backend '{group.Key}' is registered twice; a name belongs to one backend."));
        Known(errors, nameof(LoopOptions.Backend), options.Backend, valid);
        foreach (var part in options.AutoOrder.Split(',', StringSplitOptions.TrimEntries))
        {
            Known(errors, nameof(LoopOptions.AutoOrder), part, valid[..^1]);
        }

        Known(errors, nameof(LoopOptions.Accept), options.Accept, AcceptStrategies.Dispatcher, AcceptStrategies.ReusePort);
        Known(errors, nameof(LoopOptions.Balance), options.Balance, BalanceStrategies.RoundRobin, BalanceStrategies.LeastConnections, BalanceStrategies.Hash);
        Range(errors, nameof(LoopOptions.Loops), options.Loops, 0, 64);
        Range(errors, nameof(LoopOptions.MaxConnections), options.MaxConnections, 1, 1_000_000);
        Range(errors, nameof(LoopOptions.Backlog), options.Backlog, 1, 65_535);
        Range(errors, nameof(LoopOptions.MaxEvents), options.MaxEvents, 16, 4096);
        Power(errors, nameof(LoopOptions.PostCapacity), options.PostCapacity, 64, 65_536);
        Range(errors, nameof(LoopOptions.MaxTasksPerLoop), options.MaxTasksPerLoop, 1, 1_000_000);
        Range(errors, nameof(LoopOptions.ReadPause), options.ReadPause, 4096, 1L << 30);
        Range(errors, nameof(LoopOptions.WritePause), options.WritePause, 4096, 1L << 30);
        Power(errors, nameof(LoopOptions.ReceiveBlock), options.ReceiveBlock, 1024, 65_536);
        Range(errors, nameof(LoopOptions.SpinMicroseconds), options.SpinMicroseconds, 0, 200);
        Range(errors, nameof(LoopOptions.StallThreshold), options.StallThreshold, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Range(errors, nameof(LoopOptions.ShutdownTimeout), options.ShutdownTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Power(errors, nameof(LoopOptions.UringEntries), options.UringEntries, 64, 32_768);
        Power(errors, nameof(LoopOptions.UringBuffers), options.UringBuffers, 16, 32_768);
        if (options.ZeroCopyAbove != 0)
        {
            Range(errors, nameof(LoopOptions.ZeroCopyAbove), options.ZeroCopyAbove, 16 * 1024, 1024 * 1024);
        }

        if (CpuPlacement.Resolve(options.CpuAffinity, 1, []) is null)
        {
            errors.Add($"{LoopOptions.Section}:{nameof(LoopOptions.CpuAffinity)} is '{options.CpuAffinity}'; valid values are off, on, or CPU numbers such as 0,2,3.");
        }

        foreach (var (endpoint, of) in options.Endpoints)
        {
            var key = $"{nameof(LoopOptions.Endpoints)}:{endpoint}";
            if (!EndpointAddress.TryParse(of.Address, out _))
            {
                errors.Add($"{LoopOptions.Section}:{key}:{nameof(of.Address)} is '{of.Address}'; valid are ip:port, *:port and unix:/path.");
            }

            if (of.Backend.Length > 0)
            {
                Known(errors, $"{key}:{nameof(of.Backend)}", of.Backend, valid);
            }
        }

        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    private static void Known(List<string> errors, string key, string value, params string[] valid)
    {
        if (!valid.Contains(value, StringComparer.Ordinal))
        {
            errors.Add($"{LoopOptions.Section}:{key} is '{value}'; valid values are {string.Join(", ", valid)}.");
        }
    }

    private static void Range<T>(List<string> errors, string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{LoopOptions.Section}:{key} is {value}; valid are {least} to {most}."));
        }
    }

    private static void Power(List<string> errors, string key, int value, int least, int most)
    {
        if (value < least || value > most || !BitOperations.IsPow2(value))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{LoopOptions.Section}:{key} is {value}; valid are powers of two from {least} to {most}."));
        }
    }
}
