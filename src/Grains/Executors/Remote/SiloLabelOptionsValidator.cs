using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Executors.Remote;

/// <summary>Checks <see cref="SiloLabelOptions"/> at start.</summary>
internal sealed partial class SiloLabelOptionsValidator : IValidateOptions<SiloLabelOptions>
{
    private const int Most = 32;

    public ValidateOptionsResult Validate(string? name, SiloLabelOptions options)
    {
        var errors = options.Labels
            .Where(static label => !Label().IsMatch(label))
            .Select(static label => $"Silo:Labels has '{label}'; a label is key=value, such as executor=heavy: at most 63 letters, digits, '.', '_' and '-' each.")
            .ToList();
        if (options.Labels.Count > Most)
        {
            errors.Add($"Silo:Labels has {options.Labels.Count} labels; at most {Most} are allowed.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,63}=[A-Za-z0-9._-]{1,63}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
