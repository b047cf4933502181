using System.Text.Json;

namespace Granary.Grains.Steps;

/// <summary>The values of one row so far, side columns included. Reads must be safe from any thread while the step runs.</summary>
internal interface IRowValues
{
    /// <summary>The value of a column, or <c>Undefined</c> (which steps read as null) when it was not made or was skipped.</summary>
    JsonElement this[string column] { get; }
}
