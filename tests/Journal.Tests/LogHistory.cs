using System.Text;

namespace Granary.Journal.Tests;

/// <summary>What a run appended, and what must be found afterwards. Thread-safe.</summary>
internal sealed class LogHistory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, string> _acknowledged = [];
    private readonly HashSet<string> _issued = [];
    private readonly Dictionary<string, int> _failedBefore = [];
    private readonly List<string> _failed = [];
    private int _void;

    public void Issue(string text)
    {
        lock (_gate)
        {
            _issued.Add(text);
            _failedBefore[text] = _failed.Count;
        }
    }

    public void Acknowledge(long sequence, string text)
    {
        lock (_gate)
        {
            Assert.True(_acknowledged.TryAdd(sequence, text), $"sequence {sequence} was given to '{_acknowledged.GetValueOrDefault(sequence)}' and to '{text}'");

            // It was begun after those had failed and is stored, so the log has gone on and they never happened.
            _void = Math.Max(_void, _failedBefore[text]);
        }
    }

    /// <summary>An append failed: unknown until a later one succeeds.</summary>
    public void Fail(string text)
    {
        lock (_gate)
        {
            _failed.Add(text);
        }
    }

    /// <summary>The process ended: what had failed and was not yet settled may be found or not.</summary>
    public void Restarted()
    {
        lock (_gate)
        {
            _failed.RemoveRange(_void, _failed.Count - _void);
        }
    }

    public void Check(int seed, List<LogRecord> replayed)
    {
        lock (_gate)
        {
            var found = replayed.ToDictionary(static record => record.Sequence, static record => Encoding.UTF8.GetString(record.Payload.Span).TrimEnd('.'));
            foreach (var (sequence, text) in _acknowledged)
            {
                Assert.True(found.TryGetValue(sequence, out var stored), $"seed {seed}: sequence {sequence} '{text}' was acknowledged and is gone");
                Assert.Equal(text, stored);
            }

            Assert.Equal(found.Keys.Order(), found.Keys);
            Assert.True(found.Values.All(_issued.Contains), $"seed {seed}: a record was invented");
            Assert.Equal(found.Count, found.Values.Distinct().Count());
            Assert.DoesNotContain(found.Values, _failed.Take(_void).Contains);
        }
    }
}
