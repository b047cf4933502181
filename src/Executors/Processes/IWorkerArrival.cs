using System.Net.Sockets;
using Granary.Executors.Protocol;

namespace Granary.Executors.Processes;

/// <summary>Who expects a worker.</summary>
internal interface IWorkerArrival
{
    /// <summary>Talks with it until the connection ends; runs on the connection's thread. The socket is closed afterwards.</summary>
    void Serve(Socket socket, FrameReader reader, HelloMeta hello);
}
