#include "classify/layer_kernels.hpp"

#include "base/random.hpp"
#include "classify/adam.hpp"
#include "classify/mlp_model.hpp"
#include "support/every_target.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

constexpr std::size_t kCounts[] = {2, 3, 15, 16, 17, 33, 64, 65};

Matrix random_row(std::size_t count, Rng& rng, float low = -1, float high = 1) {
  Matrix row(1, count);
  for (float& value : row.row(0)) value = low + (high - low) * rng.uniform_float();
  return row;
}

void expect_zero_padding(const Matrix& row, std::size_t count) {
  for (std::size_t i = count; i < line_stride(count); ++i) EXPECT_EQ(row.data()[i], 0.0F) << i;
}

TEST(NormaliseForward, EqualsTheDefinition) {
  for (const std::size_t count : kCounts)
    testing::for_every_target([&] {
      Rng rng(count);
      const Matrix z = random_row(count, rng, 3, 5);
      Matrix dropout(1, line_stride(count));
      for (float& factor : dropout.row(0)) factor = rng.below(4) == 0 ? 0.0F : 1.25F;
      Matrix normalised = z.clone();
      Matrix out(1, count);
      const UnitMoments moments = normalise_forward(normalised.data(), dropout.data(), 0.7F, -0.1F, count, out.data());
      double mean = 0;
      double variance = 0;
      for (const float value : z.row(0)) mean += value / static_cast<double>(count);
      for (const float value : z.row(0)) variance += (value - mean) * (value - mean) / static_cast<double>(count);
      EXPECT_NEAR(moments.mean, mean, 1e-5);
      EXPECT_NEAR(moments.variance, variance, 1e-5);
      for (std::size_t i = 0; i < count; ++i) {
        const double expected = (z.row(0)[i] - mean) / std::sqrt(variance + 1e-5);
        EXPECT_NEAR(normalised.row(0)[i], expected, 1e-4);
        EXPECT_NEAR(out.row(0)[i], std::max(0.0, expected * 0.7 - 0.1) * dropout.row(0)[i], 1e-4);
      }
      expect_zero_padding(normalised, count);
      expect_zero_padding(out, count);
    });
}

TEST(NormaliseBackward, EqualsNumericalDerivatives) {
  // The function whose derivative is checked: sum of weight[i] · out[i], in double precision.
  const auto value = [](const std::vector<double>& z, const Matrix& dropout, const Matrix& weight, double gamma, double beta) {
    const auto count = static_cast<double>(z.size());
    double mean = 0;
    double variance = 0;
    for (const double x : z) mean += x / count;
    for (const double x : z) variance += (x - mean) * (x - mean) / count;
    double sum = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      const double active = std::max(0.0, (z[i] - mean) / std::sqrt(variance + 1e-5) * gamma + beta);
      sum += active * dropout.row(0)[i] * weight.row(0)[i];
    }
    return sum;
  };
  constexpr double kStep = 1e-6;
  for (const std::size_t count : kCounts)
    testing::for_every_target([&] {
      Rng rng(count);
      const Matrix z = random_row(count, rng);
      const Matrix weight = random_row(count, rng);
      Matrix dropout(1, line_stride(count));
      for (float& factor : dropout.row(0)) factor = rng.below(4) == 0 ? 0.0F : 1.25F;
      Matrix normalised = z.clone();
      Matrix out(1, count);
      const UnitMoments moments = normalise_forward(normalised.data(), dropout.data(), 0.7F, 0.2F, count, out.data());
      Matrix gradient = weight.clone();
      const UnitGradients unit =
          normalise_backward(gradient.data(), normalised.data(), out.data(), 1.25F, 0.7F, moments.variance, count);
      std::vector<double> point(z.row(0).begin(), z.row(0).end());
      const auto derivative = [&](double gamma_step, double beta_step) {
        return (value(point, dropout, weight, 0.7 + gamma_step, 0.2 + beta_step) -
                value(point, dropout, weight, 0.7 - gamma_step, 0.2 - beta_step)) /
               (2 * kStep);
      };
      EXPECT_NEAR(unit.gamma, derivative(kStep, 0), 1e-3);
      EXPECT_NEAR(unit.beta, derivative(0, kStep), 1e-3);
      for (std::size_t i = 0; i < count; ++i) {
        std::vector<double> above = point;
        std::vector<double> below = point;
        above[i] += kStep;
        below[i] -= kStep;
        const double expected = (value(above, dropout, weight, 0.7, 0.2) - value(below, dropout, weight, 0.7, 0.2)) / (2 * kStep);
        EXPECT_NEAR(gradient.row(0)[i], expected, 1e-3) << i << " of " << count;
      }
      expect_zero_padding(gradient, count);
    });
}

TEST(CrossEntropy, EqualsTheDefinitionAndIsStable) {
  testing::for_every_target([] {
    const std::vector<float> logits = {-1000, -30, -1, -1e-3F, 0, 0.5F, 2, 40, 1000};
    for (const float target : {0.0F, 1.0F}) {
      Matrix z(1, logits.size());
      Matrix targets(1, logits.size());
      double expected = 0;
      for (std::size_t i = 0; i < logits.size(); ++i) {
        z.row(0)[i] = logits[i] - 0.25F;
        targets.row(0)[i] = target;
        const double logit = logits[i];
        expected += std::max(logit, 0.0) - logit * target + std::log1p(std::exp(-std::abs(logit)));
      }
      const float loss = cross_entropy(z.data(), 0.25F, targets.data(), 0.5F, logits.size());
      EXPECT_NEAR(loss, expected, 1e-3);
      for (std::size_t i = 0; i < logits.size(); ++i)
        EXPECT_NEAR(z.row(0)[i], 0.5 * (1 / (1 + std::exp(-double{logits[i]})) - target), 1e-6);
      expect_zero_padding(z, logits.size());
    }
  });
}

TEST(ScaleShiftRelu, EqualsTheDefinition) {
  testing::for_every_target([] {
    Rng rng(5);
    const Matrix z = random_row(33, rng);
    Matrix out(1, 33);
    scale_shift_relu(z.data(), 2.0F, 0.3F, 33, out.data());
    for (std::size_t i = 0; i < 33; ++i) EXPECT_FLOAT_EQ(out.row(0)[i], std::max(0.0F, z.row(0)[i] * 2.0F + 0.3F));
  });
}

TEST(Adam, EqualsTheDefinition) {
  testing::for_every_target([] {
    Rng rng(6);
    constexpr std::size_t kCount = 40;
    Matrix parameter = random_row(kCount, rng);
    Matrix first(1, kCount);
    Matrix second(1, kCount);
    std::vector<double> p(parameter.row(0).begin(), parameter.row(0).end());
    std::vector<double> m(kCount, 0.0);
    std::vector<double> v(kCount, 0.0);
    for (std::uint64_t step = 1; step <= 20; ++step) {
      const Matrix gradient = random_row(kCount, rng, -0.01F, 0.01F);
      adam_update(AdamStep(1e-3, step), {parameter.data(), first.data(), second.data()}, gradient.data(), kCount);
      for (std::size_t i = 0; i < kCount; ++i) {
        const double g = gradient.row(0)[i];
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        const double m_hat = m[i] / (1 - std::pow(0.9, static_cast<double>(step)));
        const double v_hat = v[i] / (1 - std::pow(0.999, static_cast<double>(step)));
        p[i] -= 1e-3 * m_hat / (std::sqrt(v_hat) + 1e-8);
        ASSERT_NEAR(parameter.row(0)[i], p[i], 1e-6) << "step " << step << ", " << i;
      }
    }
  });
}

TEST(Adam, ASetGradientOfZeroChangesNothing) {
  testing::for_every_target([] {
    Rng rng(7);
    Matrix parameter = random_row(16, rng);
    const Matrix before = parameter.clone();
    Matrix first(1, 16);
    Matrix second(1, 16);
    const Matrix gradient(1, 16);
    adam_update(AdamStep(1e-3, 1), {parameter.data(), first.data(), second.data()}, gradient.data(), 16);
    EXPECT_TRUE(std::ranges::equal(parameter.row(0), before.row(0)));
  });
}

TEST(Adam, OfAProductEqualsTheProductThenAdam) {
  constexpr std::size_t kRows = 11;
  constexpr std::size_t kCols = 100;
  constexpr std::size_t kDepth = 19;
  testing::for_every_target([] {
    Rng rng(8);
    const auto fill = [&](Matrix& matrix) {
      for (std::size_t r = 0; r < matrix.rows(); ++r)
        for (float& value : matrix.row(r)) value = rng.uniform_float() - 0.5F;
    };
    Matrix d(kRows, kDepth);
    Matrix x(kDepth, kCols);
    Matrix weights(kRows, kCols);
    fill(d);
    fill(x);
    fill(weights);
    Matrix expected = weights.clone();
    Matrix moments[4] = {Matrix(kRows, kCols), Matrix(kRows, kCols), Matrix(kRows, kCols), Matrix(kRows, kCols)};
    Matrix gradient(kRows, kCols);
    const StridedOperand left{d.data(), d.stride(), 1};
    multiply(left, x.data(), x.stride(), gradient.data(), gradient.stride(), kRows, line_stride(kCols), kDepth);
    const AdamStep step(1e-3, 3);
    adam_update(step, {expected.data(), moments[0].data(), moments[1].data()}, gradient.data(), kRows * gradient.stride());
    std::vector<float> recorded(kRows * weights.stride());
    adam_update_product(step, {weights.data(), moments[2].data(), moments[3].data()}, weights.stride(), left, x.data(),
                        x.stride(), kRows, line_stride(kCols), kDepth, recorded.data());
    for (std::size_t i = 0; i < recorded.size(); ++i) {
      ASSERT_EQ(recorded[i], gradient.data()[i]);
      ASSERT_EQ(weights.data()[i], expected.data()[i]);
      ASSERT_EQ(moments[2].data()[i], moments[0].data()[i]);
      ASSERT_EQ(moments[3].data()[i], moments[1].data()[i]);
    }
  });
}

}  // namespace
}  // namespace kinora
