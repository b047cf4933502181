using Microsoft.Extensions.Options;

namespace Granary.Executors;

/// <summary>Checks all configured pools together, before anything starts.</summary>
internal sealed class ExecutorOptionsValidator : IValidateOptions<ExecutorOptions>
{
    public ValidateOptionsResult Validate(string? name, ExecutorOptions options)
    {
        var errors = options.Pools
            .OrderBy(static pool => pool.Key, StringComparer.Ordinal)
            .SelectMany(static pool => ExecutorPoolOptionsCheck.Errors(pool.Key, pool.Value))
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
