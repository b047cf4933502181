using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;

namespace Granary.Peers.Loops;

/// <summary>
/// <c>clients backend inline|pool</c>: real clients against one server: h2load (100,000 requests), Node's http2, HttpClient, and curl with 64 MB up and
/// down, slowly, both protocols. Every line says how many failed.
/// </summary>
internal static class Clients
{
    public const int Bytes = 64 * 1024 * 1024;

    private const string NodeScript = """
        const http2 = require('node:http2'); const session = http2.connect(process.argv[1]); let done = 0, bad = 0, started = 0; const total = 20000;
        const next = () => { if (started >= total) return; started++; const request = session.request({ ':path': '/' }); let body = '';
          request.on('data', piece => body += piece); request.on('error', () => bad++);
          request.on('close', () => { done++; if (body !== 'Hello, World!') bad++; if (done === total) { console.log(`${done} requests, ${bad} failed`); session.close(); } else next(); });
          request.end(); };
        session.on('error', error => { console.log('session failed: ' + error); process.exit(1); });
        for (let index = 0; index < 50; index++) next();
        """;

    /// <summary>The bytes from a position of the 64 MB on.</summary>
    public static void Fill(Span<byte> piece, int from)
    {
        for (var index = 0; index < piece.Length; index++)
        {
            piece[index] = (byte)((from + index) * 31 >> 3);
        }
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var file = Path.GetTempFileName();
        var whole = new byte[Bytes];
        Fill(whole, 0);
        await File.WriteAllBytesAsync(file, whole);
        var digest = Convert.ToHexStringLower(SHA256.HashData(whole));
        var server = args[1] == "inline" ? args[0] + "-inline" : args[0];
        foreach (var protocol in (string[])["http1", "h2c"])
        {
            using var peer = await Peer.StartAsync(server, protocol);
            var address = $"http://127.0.0.1:{peer.Port}";
            var h2 = protocol == "h2c";
            Console.WriteLine($"{server} {protocol}");
            Console.WriteLine($"  h2load: {await LineAsync("h2load", ["-n", "100000", "-c", "64", .. h2 ? (string[])["-m", "10"] : ["--h1"], address + "/"], "requests:")}");
            Console.WriteLine($"  HttpClient: {await HttpClientAsync(address, h2)}");
            if (h2)
            {
                Console.WriteLine($"  Node http2: {await LineAsync("node", ["-e", NodeScript, address], "requests")}");
            }

            string[] curl = ["-s", "--limit-rate", "24M", h2 ? "--http2-prior-knowledge" : "--http1.1"];
            var up = await TextAsync("curl", [.. curl, "-T", file, address + "/digest"]);
            Console.WriteLine($"  curl, 64 MB up, slow writer: {(up == digest ? "byte-exact" : "WRONG " + up)}");
            await TextAsync("curl", [.. curl, "-o", file + ".down", address + "/bytes"]);
            await using var down = File.OpenRead(file + ".down");
            var got = Convert.ToHexStringLower(await SHA256.HashDataAsync(down));
            Console.WriteLine($"  curl, 64 MB down, slow reader: {(got == digest ? "byte-exact" : "WRONG")}");
            File.Delete(file + ".down");
        }

        File.Delete(file);
        return 0;
    }

    private static async Task<string> HttpClientAsync(string address, bool h2)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 32 })
        {
            DefaultRequestVersion = h2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        const int total = 20_000;
        var (started, failed) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            while (Interlocked.Increment(ref started) <= total)
            {
                try
                {
                    if (await client.GetStringAsync(address + "/") != "Hello, World!")
                    {
                        Interlocked.Increment(ref failed);
                    }
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }));
        return $"{total} requests, {failed} failed";
    }

    private static async Task<string> LineAsync(string program, IEnumerable<string> arguments, string with) =>
        (await TextAsync(program, arguments)).Split('\n').FirstOrDefault(line => line.Contains(with, StringComparison.Ordinal)) ?? "no answer";

    private static async Task<string> TextAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text.Trim();
    }
}
