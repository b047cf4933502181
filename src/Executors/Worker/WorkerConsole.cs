using System.Text;
using Granary.Executors.Protocol;
using Microsoft.Extensions.Logging;

namespace Granary.Executors.Worker;

/// <summary>Makes log frames of what is written, line by line. Not thread-safe; wrapped by whoever makes it.</summary>
internal sealed class WorkerConsole(WorkerLogs logs, string name) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value == '\n')
        {
            Flush();
        }
        else if (_line.Length < ProtocolLimits.LogMessageBytes && value != '\r')
        {
            _line.Append(value);
        }
    }

    public override void Flush()
    {
        if (_line.Length > 0)
        {
            logs.Write(LogLevel.Information, name, _line.ToString());
            _line.Clear();
        }
    }
}
