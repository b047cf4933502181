namespace Granary.Grains.Simulator;

/// <summary>Which part of all calls goes wrong in which way; each 0 to 1, their sum at most 1.</summary>
/// <param name="RateLimit">429 although there is room.</param>
/// <param name="Server">500, 502 or 503.</param>
/// <param name="Slow">A right answer that takes ten times as long.</param>
/// <param name="Stall">Plain: no answer at all. Streamed: silence half-way.</param>
/// <param name="Cut">The connection drops half-way through the answer.</param>
/// <param name="Malformed">Status 200 and half of the JSON.</param>
/// <param name="ErrorBody">Status 200 and an error object.</param>
internal sealed record SimulatorErrorShares(
    double RateLimit = 0,
    double Server = 0,
    double Slow = 0,
    double Stall = 0,
    double Cut = 0,
    double Malformed = 0,
    double ErrorBody = 0)
{
    public double Sum => RateLimit + Server + Slow + Stall + Cut + Malformed + ErrorBody;

    /// <summary>The fault that the number <paramref name="u"/> in [0, 1) falls on.</summary>
    public SimulatorFault Choose(double u)
    {
        ReadOnlySpan<(double Share, SimulatorFault Fault)> shares =
        [
            (RateLimit, SimulatorFault.RateLimit),
            (Server, SimulatorFault.Server),
            (Slow, SimulatorFault.Slow),
            (Stall, SimulatorFault.Stall),
            (Cut, SimulatorFault.Cut),
            (Malformed, SimulatorFault.Malformed),
            (ErrorBody, SimulatorFault.ErrorBody),
        ];
        foreach (var (share, fault) in shares)
        {
            if (u < share)
            {
                return fault;
            }

            u -= share;
        }

        return SimulatorFault.None;
    }
}
