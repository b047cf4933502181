using System.Text;

namespace Granary.Grains.Tests.Simulator;

/// <summary>Tells when the first line is written.</summary>
internal sealed class LineWriter : StringWriter
{
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> FirstLine => _first.Task;

    public override Encoding Encoding => Encoding.UTF8;

    public override Task WriteLineAsync(string? value)
    {
        _first.TrySetResult(value ?? string.Empty);
        return Task.CompletedTask;
    }
}
