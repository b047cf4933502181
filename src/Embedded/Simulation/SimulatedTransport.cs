using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>
/// Messages between nodes: each takes its own time, so that they overtake each other, as they do in a cluster, where no order is promised between
/// processes. Within a node everything arrives at once, in order, and none of it is lost.
/// </summary>
internal sealed class SimulatedTransport(EmbeddedCluster cluster, SimulationPump pump) : ICallTransport
{
    public void Request(CallOrigin from, CallOrigin to, GrainCall call) =>
        Send(from, to, call, call.OneWay ? MessageKind.OneWay : MessageKind.Request, () => to.Receive(call));

    public void Respond(CallOrigin from, CallOrigin to, GrainCall call) => Send(from, to, call, MessageKind.Response, call.Complete);

    public void Cancel(CallOrigin from, CallOrigin to, GrainCall call) => Send(from, to, call, MessageKind.Cancel, call.OnCancelArrived);

    private void Send(CallOrigin from, CallOrigin to, GrainCall call, MessageKind kind, Action arrive)
    {
        if (ReferenceEquals(from, to))
        {
            arrive();
            return;
        }

        var message = new SimulatedMessage(cluster.NodeOf(from).Name, cluster.NodeOf(to).Name, kind, call.TargetId, call.MethodName);
        if (cluster.Faults.Loses(message))
        {
            Note("lost", message);
            return;
        }

        var copies = cluster.Faults.Duplicates(message) ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            var delay = cluster.Random.Between(cluster.Options.MessageDelay, cluster.Options.MessageDelayUpTo) + cluster.Faults.Lateness(message);
            Note(copy == 0 ? "sent" : "sent again", message);
            _ = new Delivery(this, cluster.NodeOf(to), delay, message, arrive);
        }
    }

    private void Note(string what, SimulatedMessage message) =>
        cluster.Trace.Add(pump.Now, what, $"{message.From}>{message.To}", $"{message.Kind} {message.Method} {message.Target}");

    /// <summary>A message under way. It belongs to nobody until it arrives; then a dead node does not see it and a paused one sees it later.</summary>
    private sealed class Delivery : IThreadPoolWorkItem
    {
        private readonly SimulatedTransport _transport;
        private readonly SimulatedNode _to;
        private readonly SimulatedMessage _message;
        private readonly Action _arrive;

        public Delivery(SimulatedTransport transport, SimulatedNode to, TimeSpan delay, SimulatedMessage message, Action arrive)
        {
            _transport = transport;
            _to = to;
            _message = message;
            _arrive = arrive;
            RuntimeTimers.Create(transport.Network.Time, static delivery => ((Delivery)delivery!).Arrive(), this)
                .Change(delay, Timeout.InfiniteTimeSpan);
        }

        public void Execute()
        {
            _transport.Note("arrived", _message);
            _arrive();
        }

        public override string ToString() => $"message to {_to.Name}";

        private void Arrive() => _transport.Pump.Post(_to, this);
    }

    private SimulationPump Pump => pump;

    private SimulatedNode Network => cluster.NetworkNode;
}
