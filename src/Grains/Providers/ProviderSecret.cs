namespace Granary.Grains.Providers;

/// <summary>A credential in force. A file is read again when it changes; an unreadable one keeps what was read before. Thread-safe.</summary>
internal sealed class ProviderSecret(SecretReference reference)
{
    private string? _value = reference.Read();
    private FileStamp _stamp = reference.IsFile ? FileStamp.Of(reference.Place) : default;

    public SecretReference Reference => reference;

    /// <summary>The credential; null if it was never found.</summary>
    public string? Value => Volatile.Read(ref _value);

    /// <summary>Looks whether the file has changed. Called by one watcher.</summary>
    public void Refresh()
    {
        if (!reference.IsFile)
        {
            return;
        }

        var stamp = FileStamp.Of(reference.Place);
        if (stamp != _stamp && reference.Read() is { } value)
        {
            _stamp = stamp;
            Volatile.Write(ref _value, value);
        }
    }
}
