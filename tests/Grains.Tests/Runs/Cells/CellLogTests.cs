using System.Text.Json;
using Granary.Grains.Artifacts;
using Granary.Grains.Runs.Cells;
using Granary.Journal;
using Granary.TestKit;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Tests.Runs.Cells;

public sealed class CellLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CellLogPlaces _places;
    private readonly ManualClock _clock = new();

    public CellLogTests() => _places = new CellLogPlaces(Options.Create(new StorageOptions { Folder = _folder.Path }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_session_replays_all_earlier_ones_in_order()
    {
        await AppendAsync(1, 1, 2);
        await AppendAsync(2, 3);
        await AppendAsync(10, 4);
        var replayed = new List<int>();

        await using var log = await CellLog.OpenAsync(_places, "r_1", 7, 11, _clock, e => replayed.Add(e.Row), Token);

        Assert.Equal([1, 2, 3, 4], replayed);
    }

    [Fact]
    public async Task Later_sessions_and_other_groups_are_not_replayed()
    {
        await AppendAsync(3, 1);
        var replayed = new List<int>();

        await using (var other = await CellLog.OpenAsync(_places, "r_1", 8, 9, _clock, e => replayed.Add(e.Row), Token))
        await using (var older = await CellLog.OpenAsync(_places, "r_1", 7, 2, _clock, e => replayed.Add(e.Row), Token))
        {
            Assert.Empty(replayed);
        }
    }

    [Fact]
    public async Task Session_that_begins_ends_the_logs_it_replaces()
    {
        await using var replaced = await CellLog.OpenAsync(_places, "r_1", 7, 1, _clock, static _ => { }, Token);
        await replaced.AppendAsync([Cell(1)], Token);
        var elsewhere = new CellLogPlaces(Options.Create(new StorageOptions { Folder = _folder.Path }));
        var replayed = new List<int>();

        await using var log = await CellLog.OpenAsync(elsewhere, "r_1", 7, 2, _clock, e => replayed.Add(e.Row), Token);

        Assert.Equal([1], replayed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => replaced.AppendAsync([Cell(2)], Token));
    }

    [Fact]
    public async Task Log_that_somebody_else_holds_is_not_opened()
    {
        await AppendAsync(1, 1);
        await using var held = await SegmentLog.OpenAsync(new LogOptions { Folder = _places.Session("r_1", 7, 1) }, _clock, static _ => { }, Token);

        var refused = await Assert.ThrowsAsync<JournalException>(() => CellLog.OpenAsync(_places, "r_1", 7, 2, _clock, static _ => { }, Token));
        Assert.Equal(JournalErrorCodes.Locked, refused.Code);
    }

    [Fact]
    public async Task Places_close_what_is_open_and_delete_what_is_sealed()
    {
        var log = await CellLog.OpenAsync(_places, "r_1", 7, 1, _clock, static _ => { }, Token);
        await log.AppendAsync([Cell(1)], Token);
        await _places.DisposeAsync();
        await AppendAsync(2, 2);

        _places.Delete("r_1", 7);
        Assert.False(Directory.Exists(_places.Group("r_1", 7)));
        _places.Delete("r_1", 7);
        _places.DeleteRun("r_1");
        Assert.Empty(_places.Earlier("r_1", 7, 100));
    }

    private async Task AppendAsync(int session, params int[] rows)
    {
        await using var log = await CellLog.OpenAsync(_places, "r_1", 7, session, _clock, static _ => { }, Token);
        await log.AppendAsync([.. rows.Select(Cell)], Token);
    }

    private static CellLogEntry Cell(int row) => new CellMade(row, 0, 1, JsonElement.Parse("1"), CellMade.NoSide, default);
}
