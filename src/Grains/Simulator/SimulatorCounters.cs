namespace Granary.Grains.Simulator;

/// <summary>Counts what was asked and answered. Not thread-safe: the provider counts under its own lock.</summary>
internal sealed class SimulatorCounters
{
    /// <summary>Different conversations counted one by one; beyond it only their sum.</summary>
    public const int MostPrompts = 200_000;

    private readonly Dictionary<PromptHash, PromptCount> _prompts = [];
    private long _untracked;
    private long _calls;
    private long _answered;
    private long _succeeded;
    private long _rateLimited;
    private long _serverErrors;
    private long _badRequests;
    private long _broken;
    private long _abandoned;
    private int _inFlight;
    private int _maxInFlight;
    private int _maxAdmitted;

    /// <summary>Rises with every change, so that a copy on disk knows whether it is old.</summary>
    public long Version { get; private set; }

    /// <summary>A call has arrived.</summary>
    public void Arrived()
    {
        Version++;
        _calls++;
        _inFlight++;
        _maxInFlight = Math.Max(_maxInFlight, _inFlight);
    }

    /// <summary>Its conversation is known. Returns how often it was asked for before.</summary>
    public int Asked(PromptHash prompt)
    {
        if (_prompts.TryGetValue(prompt, out var count))
        {
            _prompts[prompt] = count with { Calls = count.Calls + 1 };
            return count.Calls;
        }

        if (_prompts.Count >= MostPrompts)
        {
            _untracked++;
            return 0;
        }

        _prompts[prompt] = new PromptCount(1, 0);
        return 0;
    }

    /// <summary>It is being worked on, as one of <paramref name="admitted"/>.</summary>
    public void Admitted(int admitted) => _maxAdmitted = Math.Max(_maxAdmitted, admitted);

    /// <summary>Its answer begins.</summary>
    public void Status(int status)
    {
        Version++;
        switch (status)
        {
            case 200:
                _succeeded++;
                break;
            case 429:
                _rateLimited++;
                break;
            case >= 500:
                _serverErrors++;
                break;
            default:
                _badRequests++;
                break;
        }
    }

    /// <summary>It is over.</summary>
    public void Ended(SimulatorEnding ending, PromptHash? prompt)
    {
        Version++;
        _inFlight--;
        switch (ending)
        {
            case SimulatorEnding.Answered:
                _answered++;
                if (prompt is { } known && _prompts.TryGetValue(known, out var count))
                {
                    _prompts[known] = count with { Answered = count.Answered + 1 };
                }

                break;
            case SimulatorEnding.Broken:
                _broken++;
                break;
            case SimulatorEnding.Abandoned:
                _abandoned++;
                break;
            case SimulatorEnding.Refused:
            default:
                break;
        }
    }

    public SimulatorStats Read(int admitted) => new(
        _calls, _answered, _succeeded, _rateLimited, _serverErrors, _badRequests, _broken, _abandoned, _inFlight, admitted, _maxInFlight, _maxAdmitted, _prompts.Count, _untracked);

    public IReadOnlyList<KeyValuePair<PromptHash, PromptCount>> Prompts() => [.. _prompts];
}
