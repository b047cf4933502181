namespace Granary.Embedded.Simulation;

/// <summary>Says everything that is wrong with the options.</summary>
internal static class EmbeddedClusterOptionsCheck
{
    public static void Check(EmbeddedClusterOptions options)
    {
        var errors = new List<string>();
        if (options.GrainAssemblies.Count == 0)
        {
            errors.Add($"{nameof(options.GrainAssemblies)} is empty");
        }

        if (options.Silos.Count == 0 || options.Silos.Distinct(StringComparer.Ordinal).Count() != options.Silos.Count)
        {
            errors.Add($"{nameof(options.Silos)} is '{string.Join(", ", options.Silos)}': at least one name, each once");
        }

        Range(nameof(options.MessageDelay), options.MessageDelay, options.MessageDelayUpTo);
        Range(nameof(options.StorageDelay), options.StorageDelay, options.StorageDelayUpTo);
        Positive(nameof(options.ResponseTimeout), options.ResponseTimeout);
        Positive(nameof(options.CollectionAge), options.CollectionAge);
        Positive(nameof(options.CollectionQuantum), options.CollectionQuantum);
        Positive(nameof(options.MinimumReminderPeriod), options.MinimumReminderPeriod);
        Positive(nameof(options.DetectionDelay), options.DetectionDelay);
        if (options.StatelessWorkers < 1)
        {
            errors.Add($"{nameof(options.StatelessWorkers)} is {options.StatelessWorkers}: at least 1");
        }

        if (options.Faults.PauseEvery is not null && options.Faults.PauseUpTo >= options.DetectionDelay)
        {
            errors.Add($"{nameof(FaultRates.PauseUpTo)} is {options.Faults.PauseUpTo}: below {nameof(options.DetectionDelay)}, {options.DetectionDelay}");
        }

        if (errors.Count > 0)
        {
            throw new ArgumentException($"{string.Join("; ", errors)}.", nameof(options));
        }

        void Range(string name, TimeSpan least, TimeSpan most)
        {
            if (least < TimeSpan.Zero || most < least)
            {
                errors.Add($"{name} is {least} up to {most}: not negative, and the first not above the second");
            }
        }

        void Positive(string name, TimeSpan value)
        {
            if (value <= TimeSpan.Zero)
            {
                errors.Add($"{name} is {value}: above zero");
            }
        }
    }
}
