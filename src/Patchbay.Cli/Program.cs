namespace Patchbay.Cli;

internal static class Program
{
    public static int Main()
    {
        return 0;
    }
}
