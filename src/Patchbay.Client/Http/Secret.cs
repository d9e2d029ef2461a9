namespace Patchbay.Client.Http;

/// <summary>A secret text. It never shows itself: neither in text, nor in a debugger's or serialiser's view of its members.</summary>
public sealed class Secret
{
    private readonly string _value;

    /// <summary>Wraps a secret.</summary>
    /// <param name="value">The secret itself.</param>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>Stars, always the same number.</summary>
    public override string ToString() => "****";

    /// <summary>The secret itself, for the one place that sends it.</summary>
    internal string Reveal() => _value;
}
