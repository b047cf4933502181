using Granary.Journal.Backends;
using Granary.TestKit;

namespace Granary.Journal.Tests.Backends;

public sealed class SegmentsBackendTests : RecordLogSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override IJournalBackend Backend() =>
        new SegmentsBackend(new JournalOptions { Path = _folder.File("journal"), SegmentSize = 32 << 20, ReserveBytes = 0 }, Clock, instruments: null);
}
