namespace Granary.Admission.Buckets;

/// <summary>Reserves tokens when a call is admitted and corrects them when its usage is known, as its provider charges. Pure; not thread-safe.</summary>
public sealed class TokenSettlement(TokenCharging charging)
{
    private readonly OutputQuantile _output = new();

    /// <summary>How the provider charges.</summary>
    public TokenCharging Charging => charging;

    /// <summary>Tokens that nine of ten answers of this alias do not exceed.</summary>
    public double Output90 => _output.Value;

    /// <summary>What is taken at admission.</summary>
    public TokenCost Reserve(in TokenCall call)
    {
        var asked = call.AskedMaximum > 0 ? call.AskedMaximum : double.PositiveInfinity;
        var answers = Math.Max(1, call.Answers);
        return charging switch
        {
            TokenCharging.Arrival => new TokenCost(call.InputEstimate, answers * Finite(asked)),
            TokenCharging.Actual => new TokenCost(Math.Max(0, call.InputEstimate - call.ExpectedCached), answers * Math.Min(asked, _output.Value)),
            _ => new TokenCost(call.InputEstimate, answers * Math.Min(asked, _output.Value)),
        };
    }

    /// <summary>How much more (below zero: less) a finished call cost than was reserved. <paramref name="usage"/> without cached input.</summary>
    public TokenCost Settle(in TokenCost reserved, in TokenCost usage, int answers = 1)
    {
        _output.Add(usage.Output / Math.Max(1, answers));
        return charging == TokenCharging.Arrival ? default : new TokenCost(usage.Input - reserved.Input, usage.Output - reserved.Output);
    }

    /// <summary>A call was refused before the first byte: what comes back, below zero.</summary>
    public TokenCost Refused(in TokenCost reserved, bool forBucket) =>
        charging == TokenCharging.Arrival && forBucket ? default : new TokenCost(-reserved.Input, -reserved.Output);

    // Nobody said how long the answer may be: what answers usually take.
    private double Finite(double asked) => double.IsPositiveInfinity(asked) ? _output.Value : asked;
}
