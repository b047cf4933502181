namespace Granary.Journal.Tests;

public sealed class JournalOptionsTests
{
    private readonly JournalOptionsValidator _validator = new();

    [Fact]
    public void Defaults_are_valid() => Assert.True(_validator.Validate(null, new JournalOptions()).Succeeded);

    [Fact]
    public void All_wrong_values_are_named_at_once_with_their_range()
    {
        var options = new JournalOptions
        {
            Path = Environment.ProcessPath!,
            Backend = "rocksdb",
            Durability = (Durability)9,
            OnCorruption = (CorruptionPolicy)9,
            Interval = TimeSpan.Zero,
            Linger = TimeSpan.FromSeconds(1),
            SegmentSize = 1,
            MaxRecord = 2,
            ReserveBytes = -1,
        };
        var failures = _validator.Validate(null, options).Failures!.ToList();
        foreach (var key in new[] { "Path", "Backend", "Durability", "OnCorruption", "Interval", "Linger", "SegmentSize", "MaxRecord", "ReserveBytes" })
        {
            Assert.Contains(failures, failure => failure.StartsWith($"Journal:{key} is ", StringComparison.Ordinal));
        }

        Assert.Contains(failures, static failure => failure.Contains("segments, mmap, postgres", StringComparison.Ordinal));
    }

    [Fact]
    public void Mapped_segments_are_refused_with_always_and_postgres_without_a_connection_string()
    {
        Assert.Contains("mmap", _validator.Validate(null, new JournalOptions { Backend = "mmap" }).FailureMessage, StringComparison.Ordinal);
        Assert.True(_validator.Validate(null, new JournalOptions { Backend = "mmap", Durability = Durability.Interval }).Succeeded);
        Assert.Contains("ConnectionString", _validator.Validate(null, new JournalOptions { Backend = "postgres" }).FailureMessage, StringComparison.Ordinal);
        Assert.True(_validator.Validate(null, new JournalOptions { Backend = "postgres", ConnectionString = "Host=h;Password=canary" }).Succeeded);
        var unreadable = _validator.Validate(null, new JournalOptions { Backend = "postgres", ConnectionString = "Hots=h;Password=canary" }).FailureMessage;
        Assert.Contains("cannot be read", unreadable, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", unreadable, StringComparison.Ordinal);
    }
}
