using System.Globalization;
using Granary.Admission.Estimators;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Capacity;

/// <summary>Checks <see cref="AdmissionOptions"/> at start and collects every error.</summary>
internal sealed class AdmissionOptionsValidator : IValidateOptions<AdmissionOptions>
{
    public ValidateOptionsResult Validate(string? name, AdmissionOptions options)
    {
        var errors = new List<string>();
        if (options.AgentId is { } id && string.IsNullOrWhiteSpace(id))
        {
            errors.Add("Admission:AgentId is blank, must be a name or absent.");
        }

        if (!LimitEstimators.Names.Contains(options.Estimator, StringComparer.Ordinal))
        {
            errors.Add($"Admission:Estimator is '{options.Estimator}', must be one of: {string.Join(", ", LimitEstimators.Names)}.");
        }

        Number(errors, "MaxWaiters", options.MaxWaiters, 1, 1_000_000);
        Number(errors, "MaxWaitersPerTenant", options.MaxWaitersPerTenant, 1, Math.Max(1, options.MaxWaiters));
        Number(errors, "IsolationFloor", options.IsolationFloor, 0, 10_000);
        Span(errors, "InteractiveTimeout", options.InteractiveTimeout, 0.001, 86_400);
        Span(errors, "StandardTimeout", options.StandardTimeout, 0.001, 86_400);
        Span(errors, "AgingBound", options.AgingBound, 0.1, 600);
        Span(errors, "LeaseLife", options.LeaseLife, 1, 300);
        Timings(errors, options);
        Aimd(errors, options.Aimd);
        EstimatorRanges.Check(options, new OptionRanges(errors));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Timings(List<string> errors, AdmissionOptions options)
    {
        Span(errors, "Refresh", options.Refresh, 0.5, 60);
        Span(errors, "PullSpacing", options.PullSpacing, 0.001, 5);
        Span(errors, "UrgentSpacing", options.UrgentSpacing, 0, 1);
        Span(errors, "ExchangeTimeout", options.ExchangeTimeout, 0.1, 60);
        Span(errors, "GhostHold", options.GhostHold, 0, 600);
        Span(errors, "ShareLife", options.ShareLife, 1, 600);
        Span(errors, "GrantsValid", options.GrantsValid, 1, 3600);
        More(errors, "ShareLife", options.ShareLife, "more than two refreshes", options.ShareLife > 2 * options.Refresh);
        More(errors, "ExchangeTimeout", options.ExchangeTimeout, "less than Admission:ShareLife", options.ExchangeTimeout < options.ShareLife);

        // The agent stops first, also when both clocks drift by a thousandth in opposite directions.
        var least = (options.ShareLife * 1.002) + TimeSpan.FromSeconds(0.1);
        More(errors, "LedgerShareLife", options.LedgerShareLife, $"at least {Text(least)}", options.LedgerShareLife >= least);
        More(errors, "GrantsValid", options.GrantsValid, "more than Admission:LedgerShareLife", options.GrantsValid > options.LedgerShareLife);
    }

    private static void Aimd(List<string> errors, AimdOptions aimd)
    {
        if (!Enum.IsDefined(aimd.Profile))
        {
            errors.Add($"Admission:Aimd:Profile is '{aimd.Profile}', must be one of: {string.Join(", ", Enum.GetNames<AimdProfile>())}.");
        }

        if (!(aimd.DecreaseFactor > 0 && aimd.DecreaseFactor < 1))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Admission:Aimd:DecreaseFactor is {aimd.DecreaseFactor}, must be above 0 and below 1."));
        }

        Number(errors, "Aimd:IncreaseStep", aimd.IncreaseStep, 1, 1000);
        Number(errors, "Aimd:SuccessesPerStep", aimd.SuccessesPerStep, 1, 100_000);
        Number(errors, "Aimd:InitialLimit", aimd.InitialLimit ?? 1, 1, int.MaxValue);
        Span(errors, "Aimd:Cooldown", aimd.Cooldown, 0.001, 600);
        Span(errors, "Aimd:StartupRamp", aimd.StartupRamp, 0, 3600);
        Span(errors, "Aimd:Reopen", aimd.Reopen, 0, 600);
    }

    private static void Number(List<string> errors, string key, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Admission:{key} is {value}, must be {least} to {most}."));
        }
    }

    private static void Span(List<string> errors, string key, TimeSpan value, double least, double most)
    {
        if (value < TimeSpan.FromSeconds(least) || value > TimeSpan.FromSeconds(most))
        {
            errors.Add($"Admission:{key} is {Text(value)}, must be {Text(TimeSpan.FromSeconds(least))} to {Text(TimeSpan.FromSeconds(most))}.");
        }
    }

    private static void More(List<string> errors, string key, TimeSpan value, string rule, bool holds)
    {
        if (!holds)
        {
            errors.Add($"Admission:{key} is {Text(value)}, must be {rule}.");
        }
    }

    private static string Text(TimeSpan value) => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.###} s");
}
