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
            .Concat(options.Assemblies.Where(static path => !File.Exists(path))
                .Select(static path => $"{ExecutorOptions.Section}:{nameof(options.Assemblies)}: there is no file '{Path.GetFullPath(path)}'."))
            .ToList();
        if (options.WorkerHost is { } host && !File.Exists(host))
        {
            errors.Add($"{ExecutorOptions.Section}:{nameof(options.WorkerHost)}: there is no file '{Path.GetFullPath(host)}'.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
