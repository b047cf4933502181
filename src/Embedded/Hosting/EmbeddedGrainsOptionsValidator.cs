using Microsoft.Extensions.Options;

namespace Granary.Embedded.Hosting;

/// <summary>Says everything that is wrong with the options.</summary>
internal sealed class EmbeddedGrainsOptionsValidator : IValidateOptions<EmbeddedGrainsOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddedGrainsOptions options)
    {
        var errors = new List<string>();
        if (options.GrainAssemblies.Count == 0)
        {
            errors.Add($"{nameof(options.GrainAssemblies)} is empty; give the assemblies with the grain classes.");
        }

        Named(nameof(options.ClusterId), options.ClusterId);
        Named(nameof(options.SiloName), options.SiloName);
        Positive(nameof(options.ResponseTimeout), options.ResponseTimeout);
        Positive(nameof(options.CollectionAge), options.CollectionAge);
        Positive(nameof(options.CollectionQuantum), options.CollectionQuantum);
        Positive(nameof(options.ActivationTimeout), options.ActivationTimeout);
        Positive(nameof(options.DeactivationTimeout), options.DeactivationTimeout);
        Positive(nameof(options.MinimumReminderPeriod), options.MinimumReminderPeriod);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Named(string key, string value)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                errors.Add($"{key} is '{value}'; a name is not empty.");
            }
        }

        void Positive(string key, TimeSpan value)
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(40))
            {
                errors.Add($"{key} is {value}; it is above zero and at most 40 days.");
            }
        }
    }
}
