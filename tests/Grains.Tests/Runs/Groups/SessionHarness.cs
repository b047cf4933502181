using System.Text.Json;
using Granary.Abstractions.Runs;
using Granary.Grains.Artifacts;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Runs.Output;
using Granary.Grains.Steps;
using Granary.Scheduling.Recovery;
using Granary.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Tests.Runs.Groups;

/// <summary>Runs sessions of one row group one after the other on one folder, each on a single-threaded scheduler as a grain would.</summary>
internal sealed class SessionHarness : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly CompiledRun _run;
    private readonly int _rows;
    private int _attempt;

    public SessionHarness(TestRun run, int rows = 10)
    {
        (_run, _rows) = (run.Build(rows, rows), rows);
        var options = Options.Create(new StorageOptions { Folder = _folder.Path });
        Places = new CellLogPlaces(options);
        Artifacts = new FolderArtifactStore(options);
    }

    public CellLogPlaces Places { get; }

    public FolderArtifactStore Artifacts { get; }

    public ManualClock Clock { get; } = new();

    public FakeRunControl Run { get; } = new();

    public FakeDispatchedGroup Dispatched { get; private set; } = new();

    public RowGroupCore Core { get; private set; } = null!;

    public RowGroupSession Session { get; private set; } = null!;

    public int Number { get; private set; }

    public Func<Granary.Abstractions.Artifacts.IArtifactStore, Granary.Abstractions.Artifacts.IArtifactStore> Store { get; set; } = static s => s;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Begins the next session; the calls of all sessions are counted together.</summary>
    public Task StartAsync(int allowed = int.MaxValue) => OnSchedulerAsync(async () =>
    {
        Number++;
        Dispatched = new FakeDispatchedGroup { Allowed = allowed, Calls = Dispatched.Calls };
        var assignment = TestRun.Assignment(_rows);
        var layout = new RowLayout(_run);
        Core = new RowGroupCore(_run, layout, assignment, TestRun.Context()) { Retries = RetryAllowance.OfRun() };
        var log = await CellLog.OpenAsync(Places, "r_test", 0, Number, Clock, Core.Recover, Token);
        var store = Store(Artifacts);
        var seals = new RowGroupSeals(
            store, new PartWriter(store, _run, layout, "r_test", assignment), _run.Output, assignment, Number, () => Task.FromResult(++_attempt), Clock);
        var reporter = new RowGroupReporter(Run, "r_test", 0, Number, 1, Clock, NullLogger.Instance);
        Session = new RowGroupSession(
            Core,
            log,
            seals,
            reporter,
            owner =>
            {
                Dispatched.OnResult = result => owner.Post(new RowGroupSignal.Result(result));
                return Dispatched;
            },
            Clock,
            NullLogger.Instance);
        await Session.StartAsync();
    });

    /// <summary>What a killed process leaves: nothing in flight survives, nobody is told.</summary>
    public Task KillAsync() => OnSchedulerAsync(Session.StopAsync);

    public async Task<bool> EndedAsync() => await Session.Ended.WaitAsync(Token);

    public async Task<string[]> LinesAsync(string name)
    {
        await using var stream = await Artifacts.OpenReadAsync(name, Token) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public Task OnSchedulerAsync(Func<Task> action) =>
        Task.Factory.StartNew(action, Token, TaskCreationOptions.None, _scheduler).Unwrap();

    public async ValueTask DisposeAsync()
    {
        if (Session is not null)
        {
            await KillAsync();
        }

        await Places.DisposeAsync();
        _folder.Dispose();
    }

    public static StepOutcome Fail(string kind, bool retryable, bool preserved = false) =>
        StepOutcome.Failed(new StepFailure(kind, retryable, preserved, null, "no")) with { Calls = 1, RateLimited = preserved ? 1 : 0 };
}
