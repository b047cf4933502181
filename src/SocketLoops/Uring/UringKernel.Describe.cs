using System.Text;

namespace Granary.SocketLoops.Uring;

/// <summary>The picture of a ring: what waits where.</summary>
internal sealed partial class UringKernel
{
    public override string Describe()
    {
        var text = new StringBuilder();
        text.Append(_ring.Describe()).Append(", in ring ").Append(_inRing).Append(", taken ").Append(_taken).Append(", attention ").Append(_attention.Count)
            .Append(", starved ").Append(_starved.Count).Append('/').Append(Volatile.Read(ref _starving)).Append(", buffers lent ").Append(Buffers.Lent)
            .Append(" of ").Append(_settings.UringBuffers).AppendLine();
        foreach (var (occupant, generation) in _places.ToArray())
        {
            if (occupant is not null)
            {
                text.Append("  generation ").Append(generation).Append(", in ring ").Append(occupant.InRing).Append(occupant.IsClosed ? ", closed" : "")
                    .Append(": ").AppendLine(occupant.Describe());
            }
        }

        return text.ToString();
    }
}
