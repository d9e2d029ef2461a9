namespace Patchbay.Cli.Tests;

/// <summary>Small definitions for tests.</summary>
internal static class Samples
{
    /// <summary>A node map without a fault.</summary>
    public const string Billing = """
        {
          "name": "Billing",
          "type": "call",
          "definition": {
            "start": "greet",
            "nodes": {
              "greet": {
                "type": "play",
                "label": "Greeting",
                "outputNodes": { "success": "bye" }
              },
              "bye": {
                "type": "disconnect",
                "label": "Goodbye",
                "outputNodes": {}
              }
            }
          }
        }

        """;

    /// <summary>A node map with a way that names no element.</summary>
    public const string Broken = """
        {
          "name": "Broken",
          "type": "call",
          "definition": {
            "nodes": {
              "greet": {
                "type": "play",
                "outputNodes": { "success": "nowhere" }
              }
            }
          }
        }

        """;

    /// <summary>The same with an element that no caller reaches.</summary>
    public static string WithUnreachableElement { get; } = Billing.Replace(
        """
              "bye": {
        """,
        """
              "lost": {
                "type": "disconnect",
                "outputNodes": {}
              },
              "bye": {
        """,
        StringComparison.Ordinal);
}
