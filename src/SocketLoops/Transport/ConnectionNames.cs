namespace Granary.SocketLoops.Transport;

/// <summary>Ids of connections: short, unique in the process, sortable by age.</summary>
internal static class ConnectionNames
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

    /// <summary>13 digits, as Kestrel's own.</summary>
    public static string Of(long number) => string.Create(13, number, static (text, left) =>
    {
        for (var index = 12; index >= 0; index--)
        {
            text[index] = Digits[(int)(left & 31)];
            left >>= 5;
        }
    });
}
