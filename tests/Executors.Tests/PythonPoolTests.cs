using Granary.Abstractions.Executors;

namespace Granary.Executors.Tests;

public sealed class PythonPoolTests : ProcessPoolSuite
{
    private static string File => Path.Combine(AppContext.BaseDirectory, "test_tasks.py");

    public PythonPoolTests() => PythonOnPath.Require();

    protected override IEnumerable<(string Key, string Value)> KindSettings => [("Kind", "process"), ("Runtime", "python"), ("Python:File", File)];

    protected override IEnumerable<(string Key, string Value)> Initializer(string name, string path)
    {
        yield return ("Python:Initializer", "test_tasks:_" + name.Replace('-', '_'));
        yield return ("Python:InitializerArguments:path", path);
        if (name == "load")
        {
            yield return ("Python:InitializerArguments:number", "42");
        }
    }

    [Fact]
    public async Task Only_public_functions_of_the_module_can_be_called_or_those_listed()
    {
        var pool = await PoolAsync(lanes: 1, ("Python:Handlers:0", "echo"), ("Python:Handlers:1", "test_tasks:add"));
        Assert.Equal(["test_tasks:add", "test_tasks:echo"], pool.Handlers!.Value.Select(static handler => handler.Name));
        await using var all = await PoolHost.StartAsync([.. KindSettings.Select(static setting => ("Pools:all:" + setting.Key, setting.Value))]);
        await all.Pools.Get("all").WhenReadyAsync(Token).WaitAsync(Patience, Token);
        var names = all.Pools.Get("all").Handlers!.Value.Select(static handler => handler.Name).ToList();
        Assert.Contains("test_tasks:spin", names);
        Assert.DoesNotContain("test_tasks:_private", names);
        Assert.DoesNotContain("test_tasks:_load", names);
    }

    [Fact]
    public async Task Async_function_is_cancelled_as_a_task_is()
    {
        var pool = await PoolAsync(lanes: 1, ("LanesPerWorker", "4"), ("Grace", "00:05:00"));
        var held = new[] { Hold(), Hold() };
        using var source = new CancellationTokenSource();
        var tasks = held.Select(task => pool.RunAsync<object, int>(new ExecutorCall(Handler("hold-async")), new { path = task.Path }, source.Token).AsTask()).ToList();
        await Task.WhenAll(held.Select(static task => task.Started)).WaitAsync(Patience, Token);
        await source.CancelAsync();
        Assert.All(await Task.WhenAll(tasks), static outcome => Assert.Equal(ExecutorStatus.Cancelled, outcome.Status));
        await Task.WhenAll(held.Select(static task => task.Interrupted)).WaitAsync(Patience, Token);
        await Eventually.TrueAsync(() => pool.Snapshot().Stopping == 0);
    }

    [Fact]
    public async Task What_Python_cannot_send_or_do_is_said_clearly()
    {
        var pool = await PoolAsync(lanes: 1);
        Assert.Equal(TaskFailureCodes.ResultNotSerializable, (await Run(pool, "nan", null)).Failure!.Code);
        var exit = await Run(pool, "system-exit", null);
        Assert.Equal((TaskFailureCodes.Failed, "SystemExit"), (exit.Failure!.Code, exit.Failure.RemoteType));
        var missing = await Run(pool, "add", new { a = 1 });
        Assert.Contains("missing a required argument: 'b'", missing.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("", (await Run(pool, "read-input", null)).Value.GetString());
        Check(pool, submitted: 4, completed: 1, failed: 3);
    }

    [Fact]
    public async Task Spinning_function_is_killed_after_its_grace()
    {
        var pool = await PoolAsync(lanes: 1, ("TaskTimeout", "00:00:00.2"), ("Grace", "00:00:00.2"));
        Assert.Equal(TaskFailureCodes.TimedOut, (await Run(pool, "spin", null)).Failure!.Code);
        Assert.Empty(pool.Change(Host.Pools.OptionsOf("test") with { TaskTimeout = null }));
        Assert.Equal(1, (await Run(pool, "echo", 1)).Value.GetInt32());
    }

    [Theory]
    [InlineData("import nothing_like_this", "ModuleNotFoundError")]
    [InlineData("def broken(:", "SyntaxError")]
    public async Task Module_that_cannot_be_imported_makes_the_pool_unhealthy_with_its_error(string source, string error)
    {
        var path = Path.Combine(Folder, "broken.py");
        await System.IO.File.WriteAllTextAsync(path, source, Token);
        await using var host = await PoolHost.StartAsync(
            ("Pools:test:Runtime", "python"), ("Pools:test:Python:File", path), ("Pools:test:MaxWorkers", "1"));
        var pool = host.Pools.Get("test");
        await Eventually.TrueAsync(() => pool.Snapshot().State is ExecutorPoolState.Unhealthy or ExecutorPoolState.Open);
        var refused = await pool.RunAsync(new ExecutorCall("broken:x"), ExecutorPayload.Null, Token);
        Assert.Equal((ExecutorStatus.Rejected, TaskFailureCodes.Unhealthy), (refused.Status, refused.Failure!.Code));
        Assert.Contains(error, refused.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("stage import", refused.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Python:Interpreter", "/nowhere/python", "there is no file '/nowhere/python'")]
    [InlineData("Python:Interpreter", "no-such-python", "none of the folders of the PATH")]
    [InlineData("Python:Interpreter", "/bin/echo", "is no Python 3")]
    [InlineData("Python:File", "/nowhere/tasks.py", "there is no file '/nowhere/tasks.py'")]
    public async Task Interpreter_or_file_that_is_not_there_stops_the_start(string key, string value, string expected)
    {
        var settings = KindSettings.Where(setting => setting.Key != key).Append((key, value)).Select(static setting => ("Pools:test:" + setting.Item1, setting.Item2));
        var error = await Assert.ThrowsAsync<ExecutorStartException>(() => PoolHost.StartAsync([.. settings]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
