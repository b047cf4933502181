using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Providers;

/// <summary>
/// The provider document on disk. At start it must be right, or the process does not start; afterwards a changed one is read whole and takes
/// force as one step, or, if anything is wrong with it, not at all. For one caller at a time.
/// </summary>
internal sealed partial class ProviderDocumentSource(IOptions<GatewayOptions> options, ProviderDirectory directory, ILogger<ProviderDocumentSource> logger)
{
    private readonly string _file = options.Value.ProvidersFile;
    private FileStamp _stamp;
    private byte[] _content = [];
    private bool _unreadable;

    /// <summary>Problems of the newest file, if it was refused; else empty.</summary>
    public IReadOnlyList<ProviderDocumentError> LastErrors { get; private set; } = [];

    /// <summary>Puts the document in force for the first time.</summary>
    /// <exception cref="ProviderDocumentException">It cannot be used.</exception>
    public void Load()
    {
        _stamp = FileStamp.Of(_file);
        if (!_stamp.Exists && _file == GatewayOptions.DefaultProvidersFile)
        {
            directory.Apply(BuiltInProviders.Document);
            LogBuiltIn(_file, Names());
            return;
        }

        var reading = _stamp.Exists ? Read() : new ProviderDocumentReading(null, [new(null, null, string.Empty, "the file does not exist", "Set Gateway:ProvidersFile.")]);
        if (reading?.Document is not { } document)
        {
            throw new ProviderDocumentException(_file, reading?.Errors ?? [new(null, null, string.Empty, "the file cannot be read", null)]);
        }

        directory.Apply(document);
        LogInForce(_file, directory.Revision, Names());
    }

    /// <summary>Looks whether file or secrets have changed, and takes a changed document into force. Never throws for what the file holds.</summary>
    public void Refresh()
    {
        foreach (var connection in directory.Current.Connections.Values)
        {
            connection.Secret?.Refresh();
        }

        var stamp = FileStamp.Of(_file);
        if (stamp == _stamp)
        {
            return;
        }

        _stamp = stamp;
        if (!stamp.Exists)
        {
            LogGone(_file, directory.Revision);
            return;
        }

        var before = _content;
        if (Read() is not { } reading)
        {
            // In the middle of being replaced, or not ours to read: another look follows.
            _stamp = default;
            if (!_unreadable)
            {
                _unreadable = true;
                LogUnreadable(_file, directory.Revision);
            }

            return;
        }

        _unreadable = false;

        if (before.AsSpan().SequenceEqual(_content))
        {
            return;
        }

        LastErrors = reading.Errors;
        if (reading.Document is { } document)
        {
            directory.Apply(document);
            LogInForce(_file, directory.Revision, Names());
        }
        else
        {
            LogRefused(_file, directory.Revision, string.Join(Environment.NewLine, reading.Errors));
        }
    }

    private ProviderDocumentReading? Read()
    {
        try
        {
            if (_stamp.Length > ProviderDocumentReader.MostBytes)
            {
                _content = [];
                return new(null, [new(null, null, string.Empty, $"the file has {_stamp.Length} bytes, at most {ProviderDocumentReader.MostBytes} are read", null)]);
            }

            _content = File.ReadAllBytes(_file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return ProviderDocumentReader.Read(_content, _file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? "json" : "yaml");
    }

    private string Names() => string.Join(", ", directory.All.Select(a => a.Name));
}
