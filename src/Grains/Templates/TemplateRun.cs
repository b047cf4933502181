using System.Text;
using Granary.Grains.Values;

namespace Granary.Grains.Templates;

/// <summary>One rendering: its references, its text so far, and the steps it may still take. One thread.</summary>
internal sealed class TemplateRun(IValueScope scope)
{
    private readonly StringBuilder _text = new();
    private readonly List<TemplateItem> _items = [];
    private int _steps = TemplateLimits.Steps;
    private int _bytes;

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>The value of a column.</summary>
    public DataValue Find(string name) => scope.Find(name);

    /// <summary>Where the <c>each</c> of that depth stands, from 1 outermost.</summary>
    public TemplateItem Item(int depth) => _items[depth - 1];

    /// <summary>Enters one turn of an <c>each</c>.</summary>
    public void Enter(TemplateItem item) => _items.Add(item);

    /// <summary>Leaves it.</summary>
    public void Leave() => _items.RemoveAt(_items.Count - 1);

    /// <summary>Writes text.</summary>
    public void Write(string text, int position)
    {
        ChargeText(text.Length, position);
        _bytes += Encoding.UTF8.GetByteCount(text);
        if (_bytes > TemplateLimits.OutputBytes)
        {
            throw new TemplateFault(position, $"the text is longer than {TemplateLimits.OutputBytes} bytes");
        }

        _text.Append(text);
    }

    /// <summary>Takes steps.</summary>
    public void Charge(int steps, int position)
    {
        _steps -= steps;
        if (_steps < 0)
        {
            throw new TemplateFault(position, $"the text needs more than {TemplateLimits.Steps} steps");
        }
    }

    /// <summary>Takes the steps for text of that length.</summary>
    public void ChargeText(long length, int position) => Charge((int)Math.Min(length / 256, TemplateLimits.Steps + 1), position);
}
