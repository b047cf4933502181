using System.Threading.Channels;

namespace Granary.Embedded.Tests.Grains;

/// <summary>What grains did, for tests to await.</summary>
public sealed class LedgerWitness
{
    private readonly Channel<string> _seen = Channel.CreateUnbounded<string>();

    public void Saw(string what) => _seen.Writer.TryWrite(what);

    public async Task<string> NextAsync() => await _seen.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (_seen.Reader.TryRead(out var what))
        {
            rest.Add(what);
        }

        return rest;
    }
}
