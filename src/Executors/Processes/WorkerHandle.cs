using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Granary.Executors.Pools;
using Granary.Executors.Protocol;

namespace Granary.Executors.Processes;

/// <summary>
/// One worker process of the host: starts it, meets it at the gate, kills it, and reports its end exactly once, after its process has been
/// waited for and everything it had sent was read.
/// </summary>
internal sealed class WorkerHandle : IWorkerArrival
{
    private static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(0.5);
    private readonly Lock _gate = new();
    private readonly PoolWorker _worker;
    private readonly IPoolShell _shell;
    private readonly WorkerGate _door;
    private readonly WorkerLaunch _launch;
    private readonly TimeProvider _time;
    private readonly string _token;
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerConnection? _connection;
    private Process? _process;
    private bool _killed;
    private bool _isToEnd;

    public WorkerHandle(PoolWorker worker, IPoolShell shell, WorkerGate door, WorkerLaunch launch, TimeProvider time)
    {
        (_worker, _shell, _door, _launch, _time) = (worker, shell, door, launch, time);
        _token = door.Expect(this);
    }

    public PoolWorker Worker => _worker;

    /// <summary>Its process, once it runs.</summary>
    public int? ProcessId { get; private set; }

    public WorkerConnection? Connection
    {
        get
        {
            lock (_gate)
            {
                return _connection;
            }
        }
    }

    /// <summary>Starts the process and stays with it to its end.</summary>
    public async Task RunAsync()
    {
        string? folder = null;
        string how;
        try
        {
            folder = _door.Folder.MakeWorkingFolder(string.Create(CultureInfo.InvariantCulture, $"{_shell.Settings.Name}.{_worker.Slot.Number}.{_worker.Id}"));
            if (_killed)
            {
                throw new InvalidOperationException("it was not wanted any more");
            }

            using var process = Start(folder);
            var output = Task.WhenAll(
                WorkerOutput.DrainAsync(process.StandardOutput.BaseStream, "stdout", Say, _time),
                WorkerOutput.DrainAsync(process.StandardError.BaseStream, "stderr", Say, _time));
            await process.WaitForExitAsync();
            how = ExitText.Of(process.ExitCode);
            await Task.WhenAny(Task.WhenAll(output, _connection is null ? Task.CompletedTask : _served.Task), Task.Delay(LastFrames, _time));
            process.StandardInput.Close();
            process.StandardOutput.Close();
            process.StandardError.Close();
        }
        catch (Exception error)
        {
            // Whatever it was: a worker whose end is not reported would keep its place for ever.
            how = $"'{_launch.FileName}' could not be started: {error.Message}";
        }

        _door.Forget(_token);
        Connection?.Close();
        if (folder is not null)
        {
            RunFolder.Remove(folder);
        }

        _shell.WorkerGone(_worker, how);
    }

    public void Serve(Socket socket, FrameReader reader, HelloMeta hello)
    {
        var connection = new WorkerConnection(_worker, _shell, socket, _time);
        lock (_gate)
        {
            _connection = _killed ? null : connection;
        }

        try
        {
            if (_connection is not null)
            {
                connection.Serve(reader, hello, _launch);
                Lost("it closed its connection");
            }
        }
        catch (ProtocolException error)
        {
            Lost($"it broke the protocol: {error.Message}", atOnce: true);
        }
        catch (IOException error)
        {
            Lost($"its connection broke: {error.Message}");
        }
        finally
        {
            connection.Close();
            _served.TrySetResult();
        }
    }

    /// <summary>Tells it to end; it is idle.</summary>
    public void End(TimeSpan grace)
    {
        _isToEnd = true;
        Connection?.Shutdown(grace);
    }

    /// <summary>Kills the process and everything it started; returns at once.</summary>
    public void Kill()
    {
        Process? process;
        lock (_gate)
        {
            _killed = true;
            process = _process;
        }

        _door.Forget(_token);
        if (process is not null)
        {
            _ = Task.Run(() => KillTree(process));
        }
    }

    private static void KillTree(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException or NotSupportedException)
        {
            // It has ended by itself; whoever waits for it knows.
            _ = error;
        }
    }

    private Process Start(string folder)
    {
        var settings = _shell.Settings;
        var start = _launch.StartInfo(
            _door.Folder.Socket, _token, new PoolPlace(settings.Name, _worker.Slot.Number), folder, settings.Options.Environment);
        var process = new Process { StartInfo = start };
        process.Start();
        bool killed;
        lock (_gate)
        {
            _process = process;
            ProcessId = process.Id;
            killed = _killed;
        }

        if (killed)
        {
            KillTree(process);
        }

        WorkerRank.Apply(process, settings.Options);
        return process;
    }

    private void Say(string stream, string line) =>
        _shell.WorkerLog(_worker, Microsoft.Extensions.Logging.LogLevel.Information, stream, line);

    // A process that dies breaks its connection too; how it ended says more, so that gets the word first.
    private void Lost(string why, bool atOnce = false)
    {
        if (atOnce || _process is null)
        {
            _shell.WorkerFailed(_worker, why);
            return;
        }

        _ = LaterAsync();

        async Task LaterAsync()
        {
            await Task.Delay(LastFrames, _time);
            if (!_isToEnd && !HasExited())
            {
                _shell.WorkerFailed(_worker, why);
            }
        }
    }

    private bool HasExited()
    {
        try
        {
            return _process!.HasExited;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
