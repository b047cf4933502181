using Granary.Abstractions.Jobs;
using Granary.Embedded.Simulation;

namespace Granary.Simulation.Jobs;

public sealed class JobSimulationTests
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(60);

    [Fact]
    public void Job_runs_once_and_its_progress_arrives_in_order()
    {
        var book = new TaskBook(steps: 20, TimeSpan.FromMilliseconds(500));
        using var cluster = JobCluster.Start(1, book, FaultRates.None, "a", "b");
        cluster.Run(async () =>
        {
            var job = (await cluster.Client.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(JobCluster.Request("one"))).Job!;
            Assert.Equal(JobState.Queued, job.State);
            var grain = cluster.Client.GetGrain<IJobGrain>(job.Id);
            List<double> percents = [];
            long after = 0;
            while (true)
            {
                var page = (await grain.ReadEventsAsync(after, TimeSpan.FromSeconds(10), CancellationToken.None))!;
                Assert.Equal(0, page.Missed);
                percents.AddRange(page.Events.Where(static e => e.Kind == "progress").Select(static e => e.Job.Progress?.Percent).OfType<double>());
                after = page.Last;
                if (page.Job.Ended)
                {
                    break;
                }
            }

            Assert.Equal(percents.Order(), percents);
            Assert.True(percents.Count >= 10, $"only {percents.Count} came");
            var result = (await grain.ResultAsync(TimeSpan.Zero, CancellationToken.None))!;
            Assert.Equal((JobState.Succeeded, 1, "one/1"), (result.Job.State, result.Job.Attempt, JobCluster.Text(result)));
        });
        Assert.Empty(book.Violations);
        Assert.Equal(0, cluster.ForeignWork);
    }

    // From before it is stored to after it has ended: the silo dies at that moment, and nobody restarts it.
    public static TheoryData<int> Moments => [.. Enumerable.Range(0, 24), 40, 70, 150, 400, 1000, 2000, 2600, 2900, 2950, 2990, 3000, 3005, 3010, 3015, 3020, 3030, 3040];

    [Theory]
    [MemberData(nameof(Moments))]
    public void Job_survives_the_death_of_either_silo_at_any_moment(int milliseconds)
    {
        foreach (var victim in new[] { "a", "b" })
        {
            var book = new TaskBook(steps: 6, TimeSpan.FromMilliseconds(500));
            using var cluster = JobCluster.Start((ulong)milliseconds + 10, book, FaultRates.None, "a", "b");
            cluster.Run(async () =>
            {
                var submitted = SubmitAsync(cluster);
                await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cluster.Time);
                cluster.Faults.Crash(victim);
                if (await submitted is not { } id)
                {
                    // Nobody was promised anything; what may be left of it is tidied up, which the index shows.
                    await Task.Delay(TimeSpan.FromMinutes(2), cluster.Time);
                    await CheckNothingIsLeftAsync(cluster, book);
                    return;
                }

                var crashed = cluster.Elapsed;
                var end = await JobCluster.EndAsync(cluster, id, Promise + TimeSpan.FromSeconds(3));
                Assert.True(end is not null, $"{victim} died after {milliseconds} ms: the job has not ended {cluster.Elapsed - crashed} later");
                Assert.Equal(JobState.Succeeded, end.Job.State);
                Assert.InRange(end.Job.Attempt, 1, 2);
                Assert.Equal($"one/{end.Job.Attempt}", JobCluster.Text(end));
                Assert.Equal(end.Job.Attempt, book.Attempts("one"));
            });
            Assert.Empty(book.Violations);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(500)]
    [InlineData(2998)]
    public void Silo_that_stands_alone_goes_on_with_its_jobs_as_soon_as_it_is_started_again(int milliseconds)
    {
        var book = new TaskBook(steps: 6, TimeSpan.FromMilliseconds(500));
        using var cluster = JobCluster.Start(3, book, FaultRates.None, "only");
        cluster.Run(async () =>
        {
            var id = (await SubmitAsync(cluster))!;
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cluster.Time);
            cluster.Faults.Crash("only");
            await cluster.StartSiloAsync("only");
            var end = await JobCluster.EndAsync(cluster, id, TimeSpan.FromSeconds(10));
            Assert.Equal((JobState.Succeeded, 2), (end?.Job.State, end?.Job.Attempt));
        });
        Assert.Empty(book.Violations);
    }

    [Fact]
    public void Submission_that_comes_again_is_the_same_job_and_runs_once()
    {
        var book = new TaskBook(steps: 2, TimeSpan.FromMilliseconds(500));
        using var cluster = JobCluster.Start(5, book, FaultRates.None, "a", "b");
        cluster.Run(async () =>
        {
            var request = JobCluster.Request("one") with { Submission = Guid.CreateVersion7(cluster.Time.GetUtcNow()) };
            var first = (await cluster.Client.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(request)).Job!.Id;
            Assert.Equal(first, (await cluster.Client.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(request)).Job!.Id);
            await Task.Delay(TimeSpan.FromMinutes(2), cluster.Time);
            Assert.Equal(first, (await cluster.Client.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(request)).Job!.Id);
            await Task.Delay(TimeSpan.FromMinutes(2), cluster.Time);
            Assert.Equal(1, book.Attempts("one"));
            Assert.StartsWith("job_", first, StringComparison.Ordinal);
            Assert.Equal(30, first.Length);
        });
        Assert.Empty(book.Violations);
    }

    [Fact]
    public void Attempts_that_are_lost_again_and_again_end_the_job()
    {
        var book = new TaskBook(steps: 1000, TimeSpan.FromMilliseconds(500));
        using var cluster = JobCluster.Start(4, book, FaultRates.None, "only");
        cluster.Run(async () =>
        {
            var id = (await SubmitAsync(cluster))!;
            for (var life = 0; life < 3; life++)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), cluster.Time);
                cluster.Faults.Crash("only");
                await cluster.StartSiloAsync("only");
            }

            var end = await JobCluster.EndAsync(cluster, id, TimeSpan.FromSeconds(10));
            Assert.Equal((JobState.Failed, 3, "attempts_exhausted"), (end?.Job.State, end?.Job.Attempt, end?.Job.Error?.Code));
        });
        Assert.Equal(3, book.Attempts("one"));
    }

    [Fact]
    public void Orderly_stop_gives_attempts_back_without_counting_them()
    {
        var book = new TaskBook(steps: 100, TimeSpan.FromMilliseconds(500));
        using var cluster = JobCluster.Start(5, book, FaultRates.None, "only");
        cluster.Run(async () =>
        {
            var id = (await cluster.Client.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(JobCluster.Request("one", maxAttempts: 1))).Job!.Id;
            await Task.Delay(TimeSpan.FromSeconds(2), cluster.Time);
            await cluster.StopSiloAsync("only");
            await cluster.StartSiloAsync("only");
            var end = await JobCluster.EndAsync(cluster, id, TimeSpan.FromMinutes(2));
            Assert.Equal((JobState.Succeeded, 2), (end?.Job.State, end?.Job.Attempt));
        });
    }

    [Fact]
    public void Cancelled_job_ends_at_once_and_its_handler_is_told()
    {
        var book = new TaskBook(steps: 100, TimeSpan.FromMilliseconds(500));
        using var cluster = JobCluster.Start(6, book, FaultRates.None, "a", "b");
        cluster.Run(async () =>
        {
            var id = (await SubmitAsync(cluster))!;
            await Task.Delay(TimeSpan.FromSeconds(2), cluster.Time);
            var grain = cluster.Client.GetGrain<IJobGrain>(id);
            Assert.Equal(JobState.Cancelled, (await grain.CancelAsync("enough")).Job!.State);
            Assert.Equal(JobActionOutcome.AlreadySo, (await grain.CancelAsync(null)).Outcome);
            await Task.Delay(TimeSpan.FromMinutes(2), cluster.Time);
            var end = (await grain.ViewAsync())!;
            Assert.Equal((JobState.Cancelled, "enough"), (end.State, end.Reason));
            Assert.False(book.Finished("one", 1));
        });
    }

    [Fact]
    public void Expired_job_is_gone_everywhere()
    {
        var book = new TaskBook(steps: 1, TimeSpan.FromMilliseconds(500));
        using var cluster = JobCluster.Start(7, book, FaultRates.None, "a", "b");
        cluster.Run(async () =>
        {
            var id = (await SubmitAsync(cluster))!;
            var directory = cluster.Client.GetGrain<IJobDirectoryGrain>(JobCluster.Tenant);
            Assert.NotNull(await JobCluster.EndAsync(cluster, id, TimeSpan.FromSeconds(10)));
            Assert.Single(await directory.ListAsync(new JobListQuery(JobState.Succeeded, "p", null, 10)));
            Assert.Empty(await directory.ListAsync(new JobListQuery(JobState.Failed, null, null, 10)));
            await Task.Delay(TimeSpan.FromMinutes(61), cluster.Time);
            Assert.Null(await cluster.Client.GetGrain<IJobGrain>(id).ViewAsync());
            Assert.False(await directory.OwnsAsync(id));
            Assert.Empty(await directory.ListAsync(new JobListQuery(null, null, null, 10)));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_promised_job_ends_through_crashes_pauses_loss_and_storage_faults(ulong seed)
    {
        var book = new TaskBook(steps: 8, TimeSpan.FromSeconds(1));
        using var cluster = JobCluster.Start(
            seed,
            book,
            new FaultRates
            {
                Loss = 0.01,
                Late = 0.05,
                LateBy = TimeSpan.FromMilliseconds(800),
                WriteFailsBefore = 0.01,
                WriteFailsAfter = 0.01,
                CrashEvery = TimeSpan.FromSeconds(60),
                PauseEvery = TimeSpan.FromSeconds(40),
                SplitEvery = TimeSpan.FromSeconds(60),
            },
            "a", "b", "c");
        cluster.Run(async () =>
        {
            Dictionary<string, string> promised = [];
            for (var i = 0; i < 60; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(3), cluster.Time);
                try
                {
                    var name = $"job{i}";
                    promised.Add((await cluster.Client.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(JobCluster.Request(name, maxAttempts: 10))).Job!.Id, name);
                }
                catch (Exception e) when (e is not SimulationException)
                {
                    // Whoever got no answer was promised nothing.
                }
            }

            cluster.Faults.Rates = FaultRates.None;
            foreach (var (id, name) in promised)
            {
                var end = await JobCluster.EndAsync(cluster, id, TimeSpan.FromMinutes(5));
                Assert.True(end is not null, $"seed {seed}: {name} ({id}) has not ended");
                Assert.True(end.Job.State == JobState.Succeeded, $"seed {seed}: {name} is {end.Job.State} after attempt {end.Job.Attempt}: {end.Job.Error}");
                Assert.True(book.Finished(name, end.Job.Attempt), $"seed {seed}: {name} has a result of attempt {end.Job.Attempt}, which did not finish");
            }

            Assert.True(promised.Count > 40, $"seed {seed}: only {promised.Count} were promised");
        });
        Assert.True(book.Violations.Count == 0, $"seed {seed}: {string.Join("; ", book.Violations)}");
    }

    private static async Task<string?> SubmitAsync(EmbeddedCluster cluster)
    {
        try
        {
            return (await cluster.Client.GetGrain<IJobSubmissionGrain>(0).SubmitAsync(JobCluster.Request("one"))).Job!.Id;
        }
        catch (Exception e) when (e is not SimulationException)
        {
            return null;
        }
    }

    // A job that was stored although its submission failed runs like any other.
    private static async Task CheckNothingIsLeftAsync(EmbeddedCluster cluster, TaskBook book)
    {
        var jobs = await JobCluster.AnswerAsync(
            cluster, async () => await cluster.Client.GetGrain<IJobDirectoryGrain>(JobCluster.Tenant).ListAsync(new JobListQuery(null, null, null, 10)));
        Assert.All(jobs, job => Assert.True(job.Ended, $"{job.Id} is {job.State}"));
        Assert.Equal(jobs.Length > 0, book.Attempts("one") > 0);
    }
}
