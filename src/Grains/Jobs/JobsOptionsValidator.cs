using Microsoft.Extensions.Options;

namespace Granary.Grains.Jobs;

/// <summary>Checks <see cref="JobsOptions"/> at start.</summary>
internal sealed class JobsOptionsValidator : IValidateOptions<JobsOptions>
{
    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        var errors = new List<string>();
        Range(nameof(options.MaxUnfinished), options.MaxUnfinished, 1, 100_000);
        Range(nameof(options.MaxRunning), options.MaxRunning, 1, 10_000);
        Range(nameof(options.DrainTime), options.DrainTime, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Range<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                errors.Add($"Jobs:{key} is {value}, must be {least} to {most}.");
            }
        }
    }
}
