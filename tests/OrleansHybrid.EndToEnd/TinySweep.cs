namespace OrleansHybrid.EndToEnd;

/// <summary>Real training, made as small as it can be and still have something to resume.</summary>
internal static class TinySweep
{
    public const int Trials = 4;

    public const string Yaml = """
        name: tiny
        method: grid
        metric: {name: top1, goal: maximize}
        parameters:
          contrastive_loss: {values: [psc, sc]}
          temperature: {values: [0.1, 0.5]}
        recipe:
          dataset: synthetic
          imbalance: 5
          head_images: 20
          test_images: 5
          backbone: resnet8
          batch_size: 16
          epochs: 4
          learning_rate: 0.05
          projection_hidden: 32
          projection_dim: 16
        """;
}
