using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The probabilistic contrastive loss (ProCo of Du et al., TPAMI 2024, arXiv 2403.06726; their L_in): each class's unit vectors are
/// taken to follow a von Mises-Fisher distribution, and the loss is what infinitely many contrastive pairs drawn from these would
/// give:
/// <code>
/// L = mean over i of  -log( π_y·E_y[exp(z_i·x/τ)] / Σ_c π_c·E_c[exp(z_i·x/τ)] ),
/// E_c[exp(z·x/τ)] = Z(|κ_c·μ_c + z/τ|) / Z(κ_c),   Z(κ) = I_ν(κ) / κ^ν up to a constant,   ν = D/2 - 1
/// </code>
/// with y = y_i and class frequencies π. Direction μ_c and concentration κ_c = R(D - R²) / (1 - R²) follow from the mean of the
/// class's vectors and its length R, over the epoch before and this one so far. A class of which none was seen is uniform, κ = 0.
/// </summary>
public sealed class ProCoLoss : ContrastiveLoss
{
    // A class that was seen once, or whose vectors are all alike, has no finite estimate.
    private const double MaxConcentration = 1e5;

    private readonly double _temperature, _order;
    private readonly int _classes;
    private readonly ClassNumbers _logPriors;

    /// <param name="temperature">τ &gt; 0.</param>
    /// <param name="trainImages">(C) training images of each class.</param>
    /// <param name="dimension">D.</param>
    public ProCoLoss(double temperature, IReadOnlyList<int> trainImages, int dimension)
    {
        (_temperature, _order) = (temperature, dimension / 2.0 - 1);
        _classes = trainImages.Count;
        _logPriors = new([.. trainImages.Select(images => Math.Log(Math.Max(images, 1) / (double)trainImages.Sum()))]);
        // Of the epoch before, then of this one. 1 - R² loses digits: float64.
        register_buffer("sums", zeros(2, trainImages.Count, dimension, dtype: float64));           // (2, C, D)
        register_buffer("counts", zeros(2, trainImages.Count, dtype: int64));                      // (2, C)
    }

    /// <inheritdoc/>
    public override void BeginEpoch()
    {
        using var scope = NewDisposeScope();
        foreach (var statistic in new[] { get_buffer("sums")!, get_buffer("counts")! })
        {
            statistic.select(0, 0).copy_(statistic.select(0, 1));
            statistic.select(0, 1).zero_();
        }
    }

    /// <inheritdoc/>
    public override void Observe(Tensor z, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var classes = ScalarArithmetic.WholeNumbers(_classes, labels.device);                      // (C)
        // A product, since scattered additions come in no fixed order on a GPU.
        var members = classes.unsqueeze(1).eq(labels.unsqueeze(0));                                // (C, N)
        get_buffer("sums")!.select(0, 1).AddInPlace(members.to(float64).mm(z.to(float64)));        // (C, D)
        get_buffer("counts")!.select(0, 1).AddInPlace(members.sum(1));                             // (C)
    }

    /// <inheritdoc/>
    /// <remarks>With the views that were observed; the gradient takes the distributions as given.</remarks>
    public override Tensor Forward(Tensor z, Tensor labels, Tensor? prototypes = null)
    {
        using var scope = NewDisposeScope();
        var (concentration, centre) = Distributions();                                             // (C), (C, D)
        var scaled = z.to(float64).DividedBy(_temperature);                                        // (N, D)
        var own = concentration * concentration;                                                   // (C)
        var length = (scaled * scaled).sum(1).unsqueeze(1);                                        // (N, 1)
        var joint = length.Plus(own).Plus(scaled.mm(centre.t()).Times(2L)).AtLeast(0.0);           // (N, C)
        var logits = VonMisesFisher.LogPartition(_order, joint) - VonMisesFisher.LogPartition(_order, own); // (N, C)
        var loss = F.cross_entropy(logits.Plus(_logPriors.As(float64, z.device)), labels);
        return loss.to(z.dtype is ScalarType.Float64 ? float64 : float32).MoveToOuterDisposeScope();
    }

    /// <returns>(C) κ, and (C, D) κ·μ.</returns>
    private (Tensor Concentration, Tensor Centre) Distributions()
    {
        var (sums, counts) = (get_buffer("sums")!.sum([0]), get_buffer("counts")!.sum([0]));       // (C, D), (C)
        var mean = sums / counts.AtLeast(1L).to(float64).unsqueeze(1);                             // (C, D)
        var squared = (mean * mean).sum(1);                                                        // (C)
        var resultant = squared.sqrt();                                                            // (C)
        // κ / R, which is finite where R is 0.
        var scale = (squared.FilledLike(mean.shape[1]) - squared) / (ones_like(squared) - squared).AtLeast(1e-12); // (C)
        scale = minimum(scale, squared.FilledLike(MaxConcentration) / resultant.AtLeast(1e-12));   // (C)
        return (scale * resultant, mean * scale.unsqueeze(1));
    }
}

/// <summary>The partition function of the von Mises-Fisher distribution, without a part that does not depend on κ.</summary>
internal static class VonMisesFisher
{
    // With six terms from order 32 on, the expansion is off by 2e-12 at most.
    private const int LeastOrder = 32, Terms = 6;

    private static readonly double[][] Expansion = ExpansionTerms();

    /// <summary>
    /// <c>log( I_ν(κ) / κ^ν )</c> of κ ≥ 0, a smooth function of κ²; its derivative in κ² is I_{ν+1}(κ) / (2κ·I_ν(κ)).
    /// </summary>
    /// <param name="order">ν ≥ -1/2.</param>
    /// <param name="squared">κ², float64.</param>
    public static Tensor LogPartition(double order, Tensor squared)
    {
        var (value, ratio) = ValueAndRatio(order, squared.detach());
        // The bracket is zero, and its gradient is one: so the pass back needs none of the expansion.
        return value.Plus(ratio.Times(0.5) * (squared - squared.detach()));
    }

    /// <returns>log( I_ν(κ) / κ^ν ), and I_{ν+1}(κ) / (κ·I_ν(κ)).</returns>
    private static (Tensor Value, Tensor Ratio) ValueAndRatio(double order, Tensor squared)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var steps = Math.Max(0, (int)Math.Ceiling(LeastOrder - order));
        var value = ByExpansion(order + steps, squared);
        var ratio = (ByExpansion(order + steps + 1, squared) - value).exp_();
        // DLMF 10.29.1, downwards, where it is stable: I_n = I_{n+2} + (2(n + 1)/κ) I_{n+1}.
        for (var step = 1; step <= steps; step++)
        {
            ratio.mul_(squared).AddInPlace(tensor(2 * (order + steps - step + 1))).reciprocal_();
            using var log = ratio.log();
            value.sub_(log);
        }

        return (value.MoveToOuterDisposeScope(), ratio.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// DLMF 10.41.3, of κ = νt, with w = ν·√(1 + t²) and p = ν / w: ν·log κ cancels out, and with it all that is singular at 0.
    /// </summary>
    private static Tensor ByExpansion(double order, Tensor squared)
    {
        using var scope = NewDisposeScope();
        var w = squared.Plus(tensor(order * order)).sqrt_();
        var p = tensor(order) / w;
        var series = zeros_like(w);
        for (var power = 3 * Terms; power >= 0; power--)
            series.mul_(p).AddInPlace(tensor(Expansion.Select((term, k) => term.ElementAtOrDefault(power) / Math.Pow(order, k)).Sum()));
        var value = series.log_().AddInPlace(w).AddInPlace(w.Times(2 * Math.PI).log_(), -0.5);
        return value.AddInPlace(w.AddInPlace(tensor(order)).log_(), -order).MoveToOuterDisposeScope();
    }

    /// <summary>DLMF 10.41.9: U_{k+1}(p) = ½p²(1 - p²)·U_k'(p) + ⅛·∫_0^p (1 - 5t²)·U_k(t) dt.</summary>
    /// <returns>The coefficients of U_0 to U_6, by their power of p.</returns>
    private static double[][] ExpansionTerms()
    {
        var terms = new double[Terms + 1][];
        terms[0] = [1];
        for (var k = 0; k < Terms; k++)
        {
            terms[k + 1] = new double[terms[k].Length + 3];
            for (var power = 0; power < terms[k].Length; power++)
            {
                terms[k + 1][power + 1] += terms[k][power] * (power / 2.0 + 1.0 / (8 * (power + 1)));
                terms[k + 1][power + 3] -= terms[k][power] * (power / 2.0 + 5.0 / (8 * (power + 3)));
            }
        }

        return terms;
    }
}
