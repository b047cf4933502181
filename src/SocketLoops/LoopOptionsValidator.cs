using Microsoft.Extensions.Options;

namespace Granary.SocketLoops;

/// <summary>Refuses unknown backends before any socket is opened.</summary>
internal sealed class LoopOptionsValidator : IValidateOptions<LoopOptions>
{
    public ValidateOptionsResult Validate(string? name, LoopOptions options) =>
        LoopBackends.Names.Contains(options.Backend, StringComparer.Ordinal)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{LoopOptions.Section}:{nameof(LoopOptions.Backend)} is '{options.Backend}'; valid values are {string.Join(", ", LoopBackends.Names)}.");
}
