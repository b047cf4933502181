namespace Granary.SocketLoops.Transport;

/// <summary>Who keeps the list of connections. Any thread.</summary>
internal interface IConnectionRegister
{
    /// <summary>The connection's descriptor has been given up; once for each.</summary>
    void Closed(LoopConnection connection);

    /// <summary>A callback on the end of the connection threw.</summary>
    void CallbackThrew(LoopConnection connection, Exception error);

    /// <summary>The connection ends by an errno.</summary>
    void Failed(LoopConnection connection, int errno);
}
