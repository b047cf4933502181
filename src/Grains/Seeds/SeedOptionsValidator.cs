using Microsoft.Extensions.Options;

namespace Granary.Grains.Seeds;

/// <summary>Checks <see cref="SeedOptions"/>, all problems at once.</summary>
internal sealed class SeedOptionsValidator : IValidateOptions<SeedOptions>
{
    private const long Least = 1024;
    private const long Most = 2_000L * 1024 * 1024;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SeedOptions options)
    {
        var problems = new List<string>();
        if (options.MaxBytes is < Least or > Most)
        {
            problems.Add($"{SeedOptions.Section}:{nameof(SeedOptions.MaxBytes)} is {options.MaxBytes}, {Least} to {Most} is expected.");
        }

        if (options.Folder is { } folder && (folder.Length == 0 || !Directory.Exists(folder)))
        {
            problems.Add($"{SeedOptions.Section}:{nameof(SeedOptions.Folder)} is \"{folder}\", a folder that exists is expected.");
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
