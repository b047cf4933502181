using Microsoft.Extensions.Options;

namespace Granary.Grains.Artifacts;

/// <summary>Checks <see cref="StorageOptions"/> at start.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Folder) || options.Folder.Contains('\0', StringComparison.Ordinal))
        {
            return ValidateOptionsResult.Fail($"Storage:Folder is '{options.Folder}', must be the path of a folder.");
        }

        return File.Exists(options.Folder)
            ? ValidateOptionsResult.Fail($"Storage:Folder is '{options.Folder}', which is a file, must be a folder.")
            : ValidateOptionsResult.Success;
    }
}
