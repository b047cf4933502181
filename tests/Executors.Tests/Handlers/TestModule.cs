using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Granary.Executors.Tests.Handlers;

/// <summary>The handlers of the behaviour suite; test_tasks.py has the same.</summary>
internal sealed class TestModule : IExecutorModule
{
    public void Register(IExecutorHandlers handlers)
    {
        handlers.Add<ExecutorPayload, ExecutorPayload>("echo", static (payload, _) => payload, idempotent: true);
        handlers.AddAsync<JsonElement, JsonElement>("echo-later", static async (value, _) =>
        {
            await Task.Yield();
            return value;
        });
        handlers.Add<AddArguments, int>("add", static (arguments, _) => arguments.A + arguments.B);
        handlers.Add<JsonElement, int>("fail", static (_, _) => throw new FormatException("bad"));
        handlers.Add<HoldArguments, int>("hold", Hold);
        handlers.Add<JsonElement, object>("unsendable", static (_, _) => new MemoryStream());
        handlers.Add<int, string>("long", static (length, _) => new string('x', length));
        handlers.Add<JsonElement, int>("progress", static (_, context) =>
        {
            context.Progress(10, "first", JsonSerializer.SerializeToElement(1));
            context.Progress(20, "second");
            context.Progress(30, "last", JsonSerializer.SerializeToElement(new { n = 3 }));
            return 3;
        });
        handlers.Add<JsonElement, ContextSeen>("context", static (_, context) => new ContextSeen(
            context.Attempt, context.Tenant, context.TimeLeft is not null, context.TraceParent is not null, context.Pool));
        handlers.Add<int, int>("print", static (megabytes, _) =>
        {
            var line = new string('y', 1023) + "\n";
            for (var count = 0; count < megabytes * 1024; count++)
            {
                Console.Out.Write(line);
            }

            return megabytes;
        });
        handlers.Add<JsonElement, int>("pid", static (_, _) => Environment.ProcessId);
        handlers.Add<int, int>("exit", static (code, _) =>
        {
            Environment.Exit(code);
            return 0;
        });
        handlers.Add<string, int>("exit-first-time", ExitFirstTime, idempotent: true);
        handlers.Add<string, string?>("variable", static (name, _) => Environment.GetEnvironmentVariable(name));
        handlers.Add<JsonElement, JsonElement>("preloaded", static (_, context) => JsonSerializer.SerializeToElement(context.Preloaded));
        handlers.Add<int, int>("spend", static (bytes, _) =>
        {
            var memory = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
            memory.AsSpan().Fill(1);
            Kept.Add(memory);
            return memory.Length;
        });
        handlers.Add<JsonElement, string>("folder", static (_, _) => Environment.CurrentDirectory);
        handlers.AddPreload("load", Load);
        handlers.AddPreload("load-third-time", LoadThirdTime);
    }

    private static readonly List<byte[]> Kept = [];

    private static int Hold(HoldArguments arguments, ExecutorContext context)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(arguments.Path));
        socket.Send("s"u8);
        var told = false;
        while (!socket.Poll(10_000, SelectMode.SelectRead))
        {
            if (context.Cancelled.IsCancellationRequested && !told)
            {
                told = true;
                socket.Send("c"u8);
                if (arguments.Obedient)
                {
                    context.Cancelled.ThrowIfCancellationRequested();
                }
            }
        }

        return 7;
    }

    private static int ExitFirstTime(string path, ExecutorContext context)
    {
        File.AppendAllText(path, "x");
        if (new FileInfo(path).Length == 1)
        {
            Environment.Exit(9);
        }

        return context.Attempt;
    }

    private static ValueTask<object?> Load(ExecutorPreload preload, CancellationToken cancellationToken)
    {
        var path = preload.Arguments.GetProperty("path").GetString()!;
        File.AppendAllText(path, $"{preload.Worker}\n");
        return ValueTask.FromResult<object?>(new Dictionary<string, int>(StringComparer.Ordinal) { ["number"] = preload.Arguments.GetProperty("number").GetInt32() });
    }

    private static ValueTask<object?> LoadThirdTime(ExecutorPreload preload, CancellationToken cancellationToken)
    {
        var path = preload.Arguments.GetProperty("path").GetString()!;
        File.AppendAllText(path, "x");
        return new FileInfo(path).Length < 3 ? throw new InvalidDataException("the model is not there yet") : ValueTask.FromResult<object?>(null);
    }
}
