using System.Text;
using Granary.Abstractions.Models;

namespace Granary.Grains.Tests.Models;

/// <summary>A caller that remembers what it was given.</summary>
internal sealed class RecordingSink : IRelaySink
{
    private readonly Dictionary<int, TaskCompletionSource> _awaited = [];

    public int Starts { get; private set; }

    public int Status { get; private set; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    public RelayProgress? Progress { get; private set; }

    public List<string> Writes { get; } = [];

    public string Text => string.Concat(Writes);

    /// <summary>Done instead of taking bytes, if set.</summary>
    public Func<CancellationToken, Task>? OnWrite { get; set; }

    /// <summary>Completes with the write of that number, counted from 1.</summary>
    public Task Written(int number)
    {
        lock (_awaited)
        {
            if (Writes.Count >= number)
            {
                return Task.CompletedTask;
            }

            return (_awaited[number] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public ValueTask StartAsync(int status, IReadOnlyList<KeyValuePair<string, string>> headers, RelayProgress progress, CancellationToken cancellationToken)
    {
        Starts++;
        Status = status;
        Headers = headers;
        Progress = progress;
        return ValueTask.CompletedTask;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Assert.Equal(1, Starts);
        if (OnWrite is { } instead)
        {
            await instead(cancellationToken);
        }

        lock (_awaited)
        {
            Writes.Add(Encoding.UTF8.GetString(bytes.Span));
            if (_awaited.TryGetValue(Writes.Count, out var awaited))
            {
                awaited.TrySetResult();
            }
        }
    }
}
