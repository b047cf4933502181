using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Cells;

/// <summary>What one worker spent on a cell, whether it succeeded or not.</summary>
/// <param name="Calls">Calls sent to providers.</param>
/// <param name="RateLimited">Of those, refused for load.</param>
/// <param name="Usage">Tokens.</param>
internal readonly record struct CellCost(int Calls, int RateLimited, TokenUsage Usage)
{
    public RunUsage AddTo(RunUsage total) => new(
        total.Calls + Calls,
        total.RateLimited + RateLimited,
        total.InputTokens + Usage.InputTokens,
        total.OutputTokens + Usage.OutputTokens,
        total.Estimated + Usage.Estimated);
}
