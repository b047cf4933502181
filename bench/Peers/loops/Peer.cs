using System.Diagnostics;
using System.Globalization;

namespace Granary.Peers.Loops;

/// <summary>One measured server, a process of its own, pinned to the server's CPU.</summary>
internal sealed class Peer : IDisposable
{
    private static int _nextPort = int.Parse(Environment.GetEnvironmentVariable("BENCH_PORT") ?? "18100", CultureInfo.InvariantCulture);
    private readonly Process _process;
    private readonly string? _folder;

    private Peer(string name, int port, Process process, string? folder)
    {
        Name = name;
        Port = port;
        _process = process;
        _folder = folder;
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Processor time of the server so far, children included.</summary>
    public TimeSpan Cpu => Processes().Aggregate(TimeSpan.Zero, static (sum, id) => sum + CpuOf(id));

    /// <summary>Starts a server by name: <c>stock</c>, <c>epoll</c>, <c>io_uring</c>, each also with <c>-inline</c>; <c>nginx</c>; <c>ceiling</c>.</summary>
    public static async Task<Peer> StartAsync(string name, string protocol)
    {
        var port = _nextPort++;
        switch (name)
        {
            case "ceiling":
                return await ReadyAsync(name, port, Start(Path.Combine(Path.GetTempPath(), "granary-ceiling"), [$"{port}"]), null);
            case "nginx":
                return await NginxAsync(port, protocol);
            default:
                var inline = name.EndsWith("-inline", StringComparison.Ordinal);
                var backend = name switch { "stock" => "sockets", "stock-inline" => "stock-inline", _ => name.Replace("-inline", "", StringComparison.Ordinal) };
                return await ReadyAsync(name, port, Start(Environment.ProcessPath!, ["serve", backend, $"{port}", protocol, inline ? "inline" : "pool"]), null);
        }
    }

    public IReadOnlyList<int> Processes()
    {
        var all = new List<int> { _process.Id };
        var children = $"/proc/{_process.Id}/task/{_process.Id}/children";
        if (File.Exists(children))
        {
            all.AddRange(File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static id => int.Parse(id, CultureInfo.InvariantCulture)));
        }

        return all;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<Peer> NginxAsync(int port, string protocol)
    {
        var folder = Directory.CreateTempSubdirectory("granary-nginx").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off; master_process off; worker_processes 1; pid {{folder}}/pid; error_log {{folder}}/error.log;
            events { worker_connections 20000; }
            http {
              access_log off; keepalive_requests 100000000;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              server { listen 127.0.0.1:{{port}}{{(protocol == "h2c" ? " http2" : "")}}; location / { default_type text/plain; return 200 "Hello, World!"; } }
            }
            """);
        var peer = new Peer("nginx", port, Start("nginx", ["-p", folder, "-c", $"{folder}/nginx.conf"]), folder);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        return peer;
    }

    private static async Task<Peer> ReadyAsync(string name, int port, Process process, string? folder)
    {
        var line = await process.StandardOutput.ReadLineAsync();
        return line == "ready" ? new Peer(name, port, process, folder) : throw new InvalidOperationException($"{name} did not start: {line}");
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("taskset", ["-c", Pinning.Server, program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        return Process.Start(start)!;
    }

    private static TimeSpan CpuOf(int process)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
            return TimeSpan.FromMilliseconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 10);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }
}
