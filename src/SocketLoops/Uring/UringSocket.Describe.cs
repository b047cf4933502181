using System.Globalization;

namespace Granary.SocketLoops.Uring;

/// <summary>The picture of one socket.</summary>
internal sealed unsafe partial class UringSocket
{
    private string Describe()
    {
        (string Name, bool Holds)[] marks =
        [
            ("receiving", _receiving), ("paused", _paused), ("cancelling", _cancelling), ("reader waits", _readerWaits), ("send wanted", _sendWanted),
            ("sending", _sending), ("send stalled", _sendStalled), ("polling", _polling), ("watching", _watching), ("hung up", _hungUp), ("gone", _gone), ("detached", _detached),
            ("drained", _drained),
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"socket {_descriptor}, unread {_unread.Count} pieces {_unreadBytes} bytes, ended {_ended}, last receive {_lastReceive}, last send {_lastSend} of {(_send is null ? 0 : _send->Bytes)}, {string.Join(", ", marks.Where(static mark => mark.Holds).Select(static mark => mark.Name))}; {_events}");
    }
}
