using System.Text.Json.Serialization.Metadata;
using Granary.Executors.Protocol;

namespace Granary.Executors.Worker;

/// <summary>Sends frames that belong to no call.</summary>
internal interface IWorkerSender
{
    void Send<T>(FrameType type, T meta, JsonTypeInfo<T> info);
}
