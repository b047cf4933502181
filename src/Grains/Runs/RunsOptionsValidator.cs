using Microsoft.Extensions.Options;

namespace Granary.Grains.Runs;

/// <summary>Checks <see cref="RunsOptions"/> at start.</summary>
internal sealed class RunsOptionsValidator : IValidateOptions<RunsOptions>
{
    public ValidateOptionsResult Validate(string? name, RunsOptions options)
    {
        var errors = new List<string>();
        Range(nameof(options.ResumeRetention), options.ResumeRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        Range(nameof(options.GroupSilence), options.GroupSilence, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10));
        Range(nameof(options.PreflightTimeout), options.PreflightTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Range(nameof(options.ResumptionPatience), options.ResumptionPatience, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Range(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                errors.Add($"Runs:{key} is {value}, must be {least} to {most}.");
            }
        }
    }
}
