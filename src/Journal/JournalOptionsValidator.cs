using Microsoft.Extensions.Options;
using Npgsql;

namespace Granary.Journal;

/// <summary>Checks <see cref="JournalOptions"/> at start.</summary>
public sealed class JournalOptionsValidator : IValidateOptions<JournalOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, JournalOptions options)
    {
        var errors = new List<string>();
        if (options.Path.Contains('\0', StringComparison.Ordinal) || File.Exists(options.Path))
        {
            errors.Add($"Journal:Path is '{options.Path}', must be the path of a folder.");
        }

        if (!JournalBackends.All.Contains(options.Backend))
        {
            errors.Add($"Journal:Backend is '{options.Backend}', must be one of {string.Join(", ", JournalBackends.All)}.");
        }

        Defined(nameof(options.Durability), options.Durability);
        Defined(nameof(options.OnCorruption), options.OnCorruption);
        if (options is { Backend: JournalBackends.Mapped, Durability: Durability.Always })
        {
            errors.Add("Journal:Durability is always, must be interval or none with Journal:Backend mmap: the kernel decides in which order mapped pages reach the disk.");
        }

        if (options.Backend == JournalBackends.Postgres && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            errors.Add("Journal:ConnectionString is empty, must be an Npgsql connection string with Journal:Backend postgres.");
        }

        if (options.Backend == JournalBackends.Postgres && !IsReadable(options.ConnectionString))
        {
            errors.Add("Journal:ConnectionString cannot be read, must be an Npgsql connection string such as Host=…;Username=…;Password=…;Database=….");
        }

        Between(nameof(options.Interval), options.Interval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60));
        Between(nameof(options.Linger), options.Linger, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
        Between(nameof(options.SegmentSize), options.SegmentSize, 1L << 20, 1L << 30);
        Between(nameof(options.MaxRecord), options.MaxRecord, 1 << 10, 16 << 20);
        Between(nameof(options.ReserveBytes), options.ReserveBytes, 0, 1L << 30);
        if (options.MaxRecord >= options.SegmentSize)
        {
            errors.Add($"Journal:MaxRecord is {options.MaxRecord}, must be less than Journal:SegmentSize ({options.SegmentSize}).");
        }

        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

        // Neither the string nor what is wrong with it is repeated: it holds a password.
        static bool IsReadable(string connection)
        {
            try
            {
                _ = new NpgsqlConnectionStringBuilder(connection);
                return true;
            }
            catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
            {
                return false;
            }
        }

        void Defined<T>(string key, T value)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
            {
                errors.Add($"Journal:{key} is {value}, must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
            }
        }

        void Between<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                errors.Add($"Journal:{key} is {value}, must be {least} to {most}.");
            }
        }
    }
}
