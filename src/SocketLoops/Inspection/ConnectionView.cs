namespace Granary.SocketLoops.Inspection;

/// <summary>One connection: never headers or bodies. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Loop">Number of its loop.</param>
/// <param name="Endpoint">Endpoint by name or address.</param>
/// <param name="Age">Time since its start.</param>
/// <param name="BytesIn">Bytes received.</param>
/// <param name="BytesOut">Bytes sent.</param>
/// <param name="Unread">Received bytes that nobody has consumed.</param>
/// <param name="Unsent">Flushed bytes that were not sent.</param>
/// <param name="ReadPaused">Unread bytes are at <c>ReadPause</c> or above.</param>
/// <param name="WritePaused">A flush waits for the other side.</param>
/// <param name="WaitsFor"><c>client</c> for bytes, <c>client_to_read</c>, or <c>application</c>.</param>
public sealed record ConnectionView(
    string Id, int Loop, string Endpoint, TimeSpan Age, long BytesIn, long BytesOut, long Unread, long Unsent, bool ReadPaused, bool WritePaused, string WaitsFor);
