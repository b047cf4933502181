namespace Granary.Grains.Simulator;

/// <summary>How a simulated call was over.</summary>
internal enum SimulatorEnding
{
    /// <summary>A whole, right answer went out to the last byte.</summary>
    Answered,

    /// <summary>An error status went out.</summary>
    Refused,

    /// <summary>The answer went wrong on purpose.</summary>
    Broken,

    /// <summary>The caller left first.</summary>
    Abandoned,
}
