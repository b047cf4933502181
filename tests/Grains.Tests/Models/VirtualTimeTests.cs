using Granary.Abstractions.Models;
using Granary.Grains.Simulator;

namespace Granary.Grains.Tests.Models;

/// <summary>Executor and simulator together in virtual time, as a simulation runs them.</summary>
public sealed class VirtualTimeTests
{
    [Fact]
    public void Calls_run_on_one_thread_with_nothing_but_the_clock_moving()
    {
        Assert.Equal(Run(), Run());

        static (TimeSpan Took, string Texts) Run()
        {
            var context = new OneThread();
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                using var late = new LateHandler();
                var harness = new ExecutorHarness(late);
                var provider = new SimulatedProvider(new SimulatorSettings { Limit = 64, Errors = new(Server: 0.1, Cut: 0.05, Malformed: 0.05) }, harness.Clock);
                late.Inner = new HttpMessageInvoker(new SimulatorHandler(provider));
                var calls = Enumerable.Range(0, 40)
                    .Select(i => harness.Executor.CallAsync(ExecutorHarness.Call() with { Messages = [new ChatMessage("user", $"prompt {i}")] }, CancellationToken.None))
                    .ToArray();
                for (var i = 0; i < 10_000 && !calls.All(c => c.IsCompleted); i++)
                {
                    harness.Clock.Advance(TimeSpan.FromMilliseconds(10));
                    context.RunAll();
                }

                Assert.All(calls, c => Assert.True(c.IsCompleted));
                Assert.Equal(0, harness.Admission.Active);
                Assert.Equal(0, harness.Admission.WrongReleases);
                Assert.Equal(harness.Admission.Acquired, (int)provider.Stats().Calls);
                return (harness.Clock.Elapsed, string.Concat(calls.Select(c => Result(c).Answer?.Text ?? Result(c).Failure!.Message)));
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(null);
            }
        }

        static ModelCallResult Result(Task<ModelCallResult> call) => call.GetAwaiter().GetResult();
    }

    /// <summary>The simulator needs the clock that only the harness has.</summary>
    private sealed class LateHandler : HttpMessageHandler
    {
        public HttpMessageInvoker? Inner { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Inner!.SendAsync(request, cancellationToken);
    }

    private sealed class OneThread : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Call, object? State)> _posted = new();
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Assert.Equal(_thread, Environment.CurrentManagedThreadId);
            _posted.Enqueue((d, state));
        }

        public void RunAll()
        {
            while (_posted.TryDequeue(out var next))
            {
                next.Call(next.State);
            }
        }
    }
}
