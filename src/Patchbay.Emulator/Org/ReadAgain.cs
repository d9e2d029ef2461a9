namespace Patchbay.Emulator.Org;

/// <summary>A large value that is made from a small one: it is kept as long as it is among the last that were made, or somebody holds it, and is made again when it is asked for after that.</summary>
/// <typeparam name="T">The large value.</typeparam>
internal sealed class ReadAgain<T>
    where T : class
{
    /// <summary>So many of the values made last are held, whoever made them. A flow of 20 KB takes about half a megabyte when it is read.</summary>
    private const int Held = 128;

    private static readonly T?[] Last = new T?[Held];
    private static int _made;

    private readonly Func<T> _make;
    private readonly WeakReference<T?> _value;

    public ReadAgain(Func<T> make, T? made = null)
    {
        _make = make;
        _value = new WeakReference<T?>(made);
        Hold(made);
    }

    public T Value
    {
        get
        {
            if (_value.TryGetTarget(out var value))
            {
                return value;
            }

            value = _make();
            _value.SetTarget(value);
            Hold(value);
            return value;
        }
    }

    private static void Hold(T? value) => Last[(Interlocked.Increment(ref _made) & int.MaxValue) % Held] = value;
}
