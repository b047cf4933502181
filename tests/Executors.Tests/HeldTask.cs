using System.Net.Sockets;
using Granary.Executors.Tests.Handlers;

namespace Granary.Executors.Tests;

/// <summary>
/// The handler <c>hold</c> seen from the test: it connects when it starts, says when it is cancelled, and returns 7 when it is let go. Works across
/// processes.
/// </summary>
internal sealed class HeldTask : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldTask(string folder)
    {
        Path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N")[..8]);
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(1);
        _ = ServeAsync();
    }

    public string Path { get; }

    public Task Started => _started.Task;

    public Task Interrupted => _interrupted.Task;

    /// <summary>The handler has returned, thrown or died.</summary>
    public Task Ended => _ended.Task;

    public bool HasRun => _started.Task.IsCompleted;

    public HoldArguments Ignoring => new(Path, Obedient: false);

    public HoldArguments Obedient => new(Path, Obedient: true);

    public void LetGo() => _go.TrySetResult();

    public void Dispose()
    {
        LetGo();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var connection = await _listener.AcceptAsync();
            _ = LetGoAsync(connection);
            var letter = new byte[1];
            while (await connection.ReceiveAsync(letter) == 1)
            {
                (letter[0] == 's' ? _started : _interrupted).TrySetResult();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over, or the handler was killed.
            _ = error;
        }

        _ended.TrySetResult();
    }

    private async Task LetGoAsync(Socket connection)
    {
        await _go.Task;
        try
        {
            await connection.SendAsync("g"u8.ToArray());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The handler has ended by itself.
            _ = error;
        }
    }
}
